"""Sentences to train with, as lists per photo. Evaluation photos and their sentences are never among them."""
import collections
import json

from sources import read_bytes, read_lines


def flickr8k(clones):
    """@returns photos of the official splits: {'train' | 'dev' | 'test': {file name: {'en': [5], 'zh': [...], 'zh-mt': [5 + 5]}}}"""
    sentences = collections.defaultdict(lambda: {'en': [], 'zh': [], 'zh-mt': []})
    for line in read_lines(clones, 'flickr8k-captions', 'Flickr8k.token.txt'):
        key, sentence = line.split('\t', 1)
        sentences[key.split('#')[0]]['en'].append(sentence.strip())
    for file, kind in (('zhc', 'zh'), ('zhb', 'zh-mt'), ('zhg', 'zh-mt')):
        for line in read_lines(clones, 'flickr8k-chinese', f'data/flickr8k{file}.caption.txt'):
            key, _, sentence = line.partition(' ')
            name = key.split('#')[0]
            if name in sentences and sentence.strip():
                sentences[name][kind].append(sentence.strip())
    return {
        split: {
            name: sentences[name]
            for name in read_lines(clones, 'flickr8k-captions', f'Flickr_8k.{split}Images.txt')
            if name in sentences
        }
        for split in ('train', 'dev', 'test')
    }


def flickr30k(clones):
    """Sentences without photos: [[5 sentences of one photo]]. Photos of Flickr8k's dev and test splits are left out."""
    splits = flickr8k(clones)
    left_out = {name.split('_')[0] for split in ('dev', 'test') for name in splits[split]}
    names = read_lines(clones, 'flickr30k-captions', 'data/task2/image_splits/train_images.txt')
    columns = [read_lines(clones, 'flickr30k-captions', f'data/task2/raw/train.{n}.en.gz') for n in range(1, 6)]
    return [
        list(five) for name, *five in zip(names, *columns, strict=True) if name.removesuffix('.jpg') not in left_out
    ]


def coco(clones, evaluation_manifest):
    """Sentences without photos: [[5 or more sentences of one photo]]. What belongs to an evaluation photo is left out."""
    left_out = set()
    with open(evaluation_manifest, encoding='utf-8') as file:
        for image in json.load(file)['images']:
            if image['source'] == 'coco':
                left_out.add(int(image['file'].split('/')[1].split('.')[0]))
    by_photo = collections.defaultdict(list)
    for one in json.loads(read_bytes(clones, 'coco-captions', 'annotations/captions_val2017.json'))['annotations']:
        if one['image_id'] not in left_out:
            by_photo[one['image_id']].append(' '.join(one['caption'].split()))
    return list(by_photo.values())
