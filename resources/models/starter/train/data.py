"""Everything the text tower is trained with, as tensors of ids and targets in the image tower's space."""
import json

import numpy as np
import torch
from torch.nn import functional as F

import captions
import first_text
import wordnet

TEMPLATES = ['{}', 'a photo of a {}', 'a {}']
DIM = 512


def read_vectors(file):
    """@returns unit vectors [n, 512] as scripts/embed-for-training.ts wrote them"""
    return torch.from_numpy(np.fromfile(file, dtype=np.float32).reshape(-1, DIM).copy())


class Sentences:
    """Groups of five sentences of one photo: ids [groups, 5, length], and what the first tower makes of them."""

    def __init__(self, tokenizer, teacher, groups):
        five = [[group[i % len(group)] for i in range(5)] for group in groups]
        self.ids = torch.tensor([[tokenizer.encode(s) for s in group] for group in five], dtype=torch.int32)
        self.taught = embed(teacher, [s for group in five for s in group]).view(-1, 5, DIM)


class Chinese:
    """Sentences of Flickr8k's training photos: ids [sentences, length], the place of their photo, whether people wrote it."""

    def __init__(self, tokenizer, photos):
        rows = [(at, kind == 'zh', s) for at, photo in enumerate(photos) for kind in ('zh', 'zh-mt') for s in photo[kind]]
        self.photo = torch.tensor([at for at, _, _ in rows])
        self.own = torch.tensor([own for _, own, _ in rows])
        self.ids = torch.tensor([tokenizer.encode(s) for _, _, s in rows], dtype=torch.int32)


class Names:
    """Names of things in templates, and what the first tower says of them, where it knows all of their words."""

    def __init__(self, tokenizer, teacher):
        names = [n for n in wordnet.concrete_names() if teacher.knows(n) and len(n.split()) <= 4]
        names += [w for w in teacher.words[2:] if w not in set(names)]
        self.ids = torch.stack(
            [torch.tensor([tokenizer.encode(t.format(n)) for n in names], dtype=torch.int32) for t in TEMPLATES]
        )
        self.taught = torch.stack([embed(teacher, [t.format(n) for n in names]) for t in TEMPLATES])


class Concepts:
    """Names of everyday concepts in Chinese, and the mean of the English ones."""

    def __init__(self, tokenizer, teacher, everyday):
        ids, taught = [], []
        for concept in json.load(open(everyday, encoding='utf-8'))['concepts']:
            english = [n for n in concept['names']['en'] if teacher.knows(n)]
            if not english:
                continue
            target = embed(teacher, [t.format(n) for n in english for t in TEMPLATES]).mean(0)
            for name in concept['names'].get('zh-CN', []):
                ids.append(tokenizer.encode(name))
                taught.append(target)
        self.ids = torch.tensor(ids, dtype=torch.int32)
        self.taught = F.normalize(torch.stack(taught), dim=-1)


@torch.no_grad()
def embed(tower, sentences):
    return torch.cat([tower(sentences[at : at + 4096]) for at in range(0, len(sentences), 4096)])


def groups_of(clones, manifest):
    """@returns (groups of English sentences, Flickr8k's training photos last; those photos)"""
    photos = captions.flickr8k(clones)['train']
    groups = captions.flickr30k(clones) + captions.coco(clones, manifest)
    return groups + [photo['en'] for photo in photos.values()], list(photos.values())


def first_tower(folder):
    return first_text.FirstTower(folder)
