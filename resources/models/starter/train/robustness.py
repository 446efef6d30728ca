"""What becomes of recall when words are wrong or new: revision 1 beside a new tower, 600 validation photos.

    python3 robustness.py --clones CLONES --vectors FOLDER --vocabulary FILE --first FOLDER TOWER.pt
"""
import argparse
import json
import random
import re

import torch

import captions
import data
from evaluate import recalls
from first_text import FirstTower
from tokenizer import ALPHABET, Tokenizer
from train_text import load


def misspelt(sentence, chance):
    """One letter of one word of five letters or more is left out, doubled, another, or swapped with the next."""
    words = re.findall('[A-Za-z]{5,}', sentence)
    if not words:
        return sentence
    word = chance.choice(words)
    at = chance.randrange(1, len(word) - 1)
    head, letter, tail = word[:at], word[at], word[at + 1 :]
    wrong = chance.choice(
        [head + tail, head + letter + letter + tail, head + chance.choice(ALPHABET) + tail, head + tail[0] + letter + tail[1:]]
    )
    return sentence.replace(word, wrong, 1)


def without(tokenizer, share, chance):
    """The tokenizer of a vocabulary that lacks a share of its common words: they must be found another way."""
    gone = set(chance.sample(sorted(w for w in tokenizer.common if len(w) >= 5), int(share * len(tokenizer.common))))
    less = Tokenizer.__new__(Tokenizer)
    less.__dict__.update(tokenizer.__dict__, cache={}, common=tokenizer.common - gone)
    less.id_of = {w: i for w, i in tokenizer.id_of.items() if w not in gone}
    return less


def main():
    a = argparse.ArgumentParser()
    for name in ('clones', 'vectors', 'vocabulary', 'first'):
        a.add_argument(f'--{name}', required=True)
    a.add_argument('tower')
    o = a.parse_args()
    torch.set_num_threads(1)
    tokenizer, tower, first = Tokenizer(json.load(open(o.vocabulary, encoding='utf-8'))), load(o.tower), FirstTower(o.first)
    dev = captions.flickr8k(o.clones)['dev']
    names = [line.strip().split('/')[-1] for line in open(f'{o.vectors}/val.list', encoding='utf-8')]
    rows = [(at, s) for at, name in enumerate(names) for s in dev[name]['en']]
    images, photo = data.read_vectors(f'{o.vectors}/val.f32'), torch.tensor([at for at, _ in rows])
    chance = random.Random(0)
    plain = [s for _, s in rows]
    wrong = [misspelt(s, chance) for s in plain]

    @torch.no_grad()
    def embed(sentences, by=tokenizer):
        return tower(torch.tensor([by.encode(s) for s in sentences]))

    def say(what, texts):
        print(f'{what:32}', ' / '.join(f'{r:.1f}' for r in recalls(images, texts, photo)[:3]))

    for what, sentences in (('as written', plain), ('a word misspelt', wrong)):
        say(f'revision 1, {what}', first(sentences))
        say(f'this, {what}', embed(sentences))
    less = without(tokenizer, 0.3, chance)
    bare = without(tokenizer, 0, chance)
    bare.__dict__.update(id_of=less.id_of, common=set(), stand_ins={}, inflected=lambda word: [])
    say('this, words unknown, no help', embed(plain, bare))
    say('this, words unknown', embed(plain, less))


if __name__ == '__main__':
    main()
