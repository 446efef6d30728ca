"""Extracts the photos that the image tower's vectors are cached of.

    python3 photos.py CLONES EVALUATION_MANIFEST OUT

Writes OUT/f8k.list (Flickr8k's training photos), OUT/val.list (600 of its dev photos that are not among the evaluation
ones: for choosing), OUT/inette.list (Imagenette, for what photos choose; without those of exclude.json, which nearly
equal an evaluation photo) and the photos beside them.
"""
import hashlib
import json
import os
import subprocess
import sys
import tarfile

import captions
from sources import REPOSITORIES, git_folder


def main():
    clones, manifest, out = sys.argv[1:]
    with open(os.path.join(os.path.dirname(__file__), 'exclude.json'), encoding='utf-8') as file:
        left_out = set(json.load(file))
    with open(manifest, encoding='utf-8') as file:
        evaluated = {os.path.basename(image['file']) for image in json.load(file)['images']}
    splits = captions.flickr8k(clones)
    train = set(splits['train'])
    validation = set(splits['dev']) - evaluated
    lists = {'f8k': [], 'val': [], 'inette': []}
    seen = set()
    for path, data in files_of(clones, 'flickr8k-photos'):
        name = path.split('/')[-1]
        for kind, wanted in (('f8k', train), ('val', validation)):
            if name in wanted and is_new(data, seen):
                lists[kind].append(write(f'{out}/{kind}/{name}', data))
    for path, data in files_of(clones, 'imagenette'):
        if path.endswith('.JPEG') and path not in left_out and is_new(data, seen):
            lists['inette'].append(write(f'{out}/inette/{path}', data))
    for kind, found in lists.items():
        with open(f'{out}/{kind}.list', 'w', encoding='utf-8') as file:
            file.write('\n'.join(sorted(found)) + '\n')
        print(kind, len(found))


def is_new(data, seen):
    """Whether these bytes come for the first time."""
    digest = hashlib.sha1(data).digest()
    return digest not in seen and not seen.add(digest)


def files_of(clones, name):
    """Every file of a repository's part, as (path, bytes)."""
    _, commit, part = REPOSITORIES[name]
    command = ['git', f'--git-dir={git_folder(clones, name)}', 'archive', commit, *([part] if part != '.' else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as archive:
        stream = tarfile.open(fileobj=archive.stdout, mode='r|')
        for member in stream:
            if member.isfile():
                yield member.name, stream.extractfile(member).read()


def write(file, data):
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file, 'wb') as target:
        target.write(data)
    return os.path.abspath(file)


if __name__ == '__main__':
    main()
