"""Public repositories the training data comes from, read straight out of their git objects.

Clone each into CLONES/<owner>+<name> (bare or not; a further folder `repo/` is looked into).
"""
import functools
import gzip
import os
import subprocess

REPOSITORIES = {
    # name: (repository, commit, what is taken)
    'flickr8k-photos': ('RlNZLER/Image-Text-Matching', '56a15d913c3f290e2ee896386ece6076c1eea02e', 'data/images'),
    'flickr8k-captions': ('prakhar-dhakar/Image-Captioning', '5ab3142167da9315c4287173ed24a643a0425ab8', 'Flickr8k.token.txt'),
    'flickr8k-chinese': ('li-xirong/flickr8kcn', 'a19b9aa4a7ad2a42741460d9f47385637ae270cd', 'data'),
    'flickr30k-captions': ('multi30k/dataset', 'a3d2e0d26b56f3846f66a952536ffed4e401d05a', 'data/task2/raw'),
    'coco-captions': ('coolboyteo2k/image_caption_COCO2017', '08412a876f9738cccd247c68e5cdedd95ee1376f', 'annotations/captions_val2017.json'),
    'imagenette': ('thunderInfy/imagenette', 'b850f030ff0701c36a4adc8b928ea9483a46915b', '.'),
}


def git_folder(clones, name):
    repository = REPOSITORIES[name][0]
    folder = os.path.join(clones, repository.replace('/', '+'))
    for inner in ('repo/.git', 'repo', '.git', ''):
        candidate = os.path.join(folder, inner)
        if os.path.exists(os.path.join(candidate, 'HEAD')):
            return candidate
    raise SystemExit(f'{repository} is not in {clones}: git clone --bare https://github.com/{repository} {folder}')


def read_bytes(clones, name, path):
    """One file of a repository, unpacked where it ends in .gz."""
    commit = REPOSITORIES[name][1]
    command = ['git', f'--git-dir={git_folder(clones, name)}', 'show', f'{commit}:{path}']
    data = subprocess.run(command, capture_output=True, check=True).stdout
    return gzip.decompress(data) if path.endswith('.gz') else data


@functools.lru_cache(maxsize=None)
def read_lines(clones, name, path):
    return read_bytes(clones, name, path).decode('utf-8').replace('\r', '').strip('\n').split('\n')
