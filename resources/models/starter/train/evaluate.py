"""Recall and zero-shot accuracy, counted as `lumisift eval` counts them.

    python3 evaluate.py --clones CLONES --vectors FOLDER --vocabulary FILE --manifest FILE TOWER.pt
"""
import argparse
import json

import torch
from torch.nn import functional as F

import captions
import data

TEMPLATES = ['{}', 'a photo of a {}', 'a {}']


class Validation:
    """600 photos of Flickr8k's dev split that are not among the evaluation photos: for choosing, never for training."""

    def __init__(self, clones, vectors, tokenizer):
        dev = captions.flickr8k(clones)['dev']
        names = [line.strip().split('/')[-1] for line in open(f'{vectors}/val.list', encoding='utf-8')]
        self.images = data.read_vectors(f'{vectors}/val.f32')
        self.parts = {}
        for kind in ('en', 'zh'):
            rows = [(at, s) for at, name in enumerate(names) for s in dev[name][kind]]
            self.parts[kind] = (torch.tensor([tokenizer.encode(s) for _, s in rows]), torch.tensor([at for at, _ in rows]))

    def line(self, tower):
        with torch.no_grad():
            found = {kind: recalls(self.images, tower(ids), photo) for kind, (ids, photo) in self.parts.items()}
        return '  '.join(f'{kind} ' + '/'.join(f'{r:.1f}' for r in all_) for kind, all_ in found.items())


def recalls(images, texts, photo):
    """@returns recall at 1, 5, 10 of photos by sentences, then of sentences by photos, in per cent"""
    scores = texts @ images.T
    right = scores.gather(1, photo[:, None])
    ranks = (scores > right).sum(1)
    best = torch.stack([scores[photo == i, i].max() for i in range(len(images))])
    ranks_back = (scores.T > best[:, None]).sum(1)
    return [100 * (r < k).float().mean().item() for r in (ranks, ranks_back) for k in (1, 5, 10)]


def evaluate(manifest, files, vectors, embed):
    """@param embed sentences -> unit vectors; @returns {source: numbers}"""
    images = {image['file']: image for image in json.load(open(manifest, encoding='utf-8'))['images']}
    found = {}
    for source in ('flickr8k', 'coco', 'imagenet', 'scene8'):
        rows = [i for i, file in enumerate(files) if images[file]['source'] == source]
        pictures = vectors[rows]
        if images[files[rows[0]]].get('captions'):
            pairs = [(at, s) for at, i in enumerate(rows) for s in images[files[i]]['captions']]
            found[source] = recalls(pictures, embed([s for _, s in pairs]), torch.tensor([at for at, _ in pairs]))
        else:
            labels = [images[files[i]]['labels'][0] for i in rows]
            names = sorted(set(labels))
            prompts = embed([t.format(n) for n in names for t in TEMPLATES]).view(len(names), len(TEMPLATES), -1)
            said = (pictures @ F.normalize(prompts.mean(1), dim=-1).T).argmax(1)
            found[source] = [100 * (said == torch.tensor([names.index(label) for label in labels])).float().mean().item()]
    return found


def main():
    from tokenizer import Tokenizer
    from train_text import load

    a = argparse.ArgumentParser()
    for name in ('clones', 'vectors', 'vocabulary', 'manifest'):
        a.add_argument(f'--{name}', required=True)
    a.add_argument('tower', nargs='+')
    o = a.parse_args()
    torch.set_num_threads(1)
    tokenizer = Tokenizer(json.load(open(o.vocabulary, encoding='utf-8')))
    validation = Validation(o.clones, o.vectors, tokenizer)
    files = ['/'.join(line.strip().split('/')[-3:]) for line in open(f'{o.vectors}/dev.list', encoding='utf-8')]
    known = {image['file'] for image in json.load(open(o.manifest, encoding='utf-8'))['images']}
    files = [next(f for f in (file, file.split('/', 1)[1]) if f in known) for file in files]
    vectors = data.read_vectors(f'{o.vectors}/dev.f32')
    for file in o.tower:
        tower = load(file)
        with torch.no_grad():
            found = evaluate(o.manifest, files, vectors, lambda s: tower(torch.tensor([tokenizer.encode(x) for x in s])))
        line = '  '.join(f'{k} ' + '/'.join(f'{x:.1f}' for x in v) for k, v in found.items())
        print(f'{file}  {validation.line(tower)}  {line}', flush=True)


if __name__ == '__main__':
    main()
