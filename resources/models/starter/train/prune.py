"""Takes out of a vocabulary, and of the tower trained with it, the words that no sentence taught.

    python3 prune.py CLONES EVALUATION_MANIFEST FIRST_FOLDER EVERYDAY VOCABULARY.json IN.pt OUT_VOCABULARY.json OUT.pt

Such words come from the names of concepts. An English one is unknown again, or stands for a word that says nearly the same; a
Chinese one stands for the English words of its concept, and is unknown where they are.
"""
import collections
import json
import re
import sys

import torch

import captions
import wordnet
from first_text import FirstTower, words_of
from tokenizer import RUNS, Tokenizer
from vocabulary import SEEN, stand_ins_of


def main():
    clones, manifest, first_folder, everyday, vocabulary_file, tower_file, out_vocabulary, out = sys.argv[1:]
    vocabulary = json.load(open(vocabulary_file, encoding='utf-8'))
    first = FirstTower(first_folder)
    concepts = [concept['names'] for concept in json.load(open(everyday, encoding='utf-8'))['concepts']]
    photos = list(captions.flickr8k(clones)['train'].values())
    groups = captions.flickr30k(clones) + captions.coco(clones, manifest) + [photo['en'] for photo in photos]
    counts = collections.Counter(w for group in groups for s in group for w in re.findall('[a-z0-9]+', s.lower()))

    tokenizer = Tokenizer(vocabulary)
    taught = {i for photo in photos for kind in ('zh', 'zh-mt') for s in photo[kind] for i in tokenizer.encode(s)}
    for names in concepts:
        if any(first.knows(name) for name in names['en']):
            taught.update(i for name in names.get('zh-CN', []) for i in tokenizer.encode(name))

    words = vocabulary['words']
    kept = [
        i
        for i, word in enumerate(words)
        if i < vocabulary['wide'] or (i in taught if word[0] > 'z' else counts[word] >= SEEN)
    ]
    id_of = {words[i]: new for new, i in enumerate(kept)}
    stand_ins = stand_ins_of(id_of, set(words[2 : 2 + vocabulary['common']]))
    for names in concepts:
        english = next((n for n in names['en'] if all(w in id_of for w in words_of(n))), None)
        for run in {run for name in names.get('zh-CN', []) for run in RUNS.findall(name) if run[0] > 'z'}:
            if run not in id_of:
                # Not by its characters: a receipt is no "hair" and "ticket".
                stand_ins[run] = '1' if english is None else ' '.join(str(id_of[w]) for w in words_of(english))

    stand_ins.update(dict.fromkeys(read_wrongly({**vocabulary, 'words': [words[i] for i in kept], 'standIns': stand_ins}), '1'))

    print('dropped', [w for w in words if w not in id_of])
    print('unknown', sum(ids == '1' for ids in stand_ins.values()), [w for w, ids in stand_ins.items() if ids == '1'][::40])
    print('Chinese by English', [w for w in stand_ins if w[0] > 'z'])
    pruned = {
        **vocabulary,
        'words': [words[i] for i in kept],
        'longestHan': max(len(w) for w in [*id_of, *stand_ins] if w[0] > 'z'),
        'standIns': dict(sorted(stand_ins.items())),
    }
    with open(out_vocabulary, 'w', encoding='utf-8') as file:
        json.dump(pruned, file, ensure_ascii=False, separators=(',', ':'))
    stored = torch.load(tower_file)
    state = dict(stored['state'])
    rows = torch.tensor(kept)
    state['weight.weight'] = state['weight.weight'][rows]
    state['short.weight'] = state['short.weight'][rows[rows >= vocabulary['wide']] - vocabulary['wide']]
    torch.save({**stored, 'words': pruned['words'], 'state': state}, out)


def read_wrongly(vocabulary):
    """Words of WordNet that the rules would take for a compound or a mistake that they are not: passport, mango."""
    tokenizer = Tokenizer(vocabulary)
    found = []
    for word in {word for part in ('noun', 'verb', 'adj', 'adv') for word in wordnet.senses(part)}:
        if not re.fullmatch('[a-z]{5,14}', word) or tokenizer.known(word) or tokenizer.inflected(word):
            continue
        parts = tokenizer.compound(word)
        if parts:
            if not wordnet.is_kind_of(word, tokenizer.words[parts[-1]]):
                found.append(word)
        elif tokenizer.misspelt(word):
            found.append(word)
    return [*found, 'screenshot']


if __name__ == '__main__':
    main()
