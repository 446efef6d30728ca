"""Builds vocabulary.json: the words of the text tower, and what stands in for words it has no embedding of.

    python3 vocabulary.py CLONES EVALUATION_MANIFEST V1_VOCABULARY EVERYDAY OUT
"""
import collections
import json
import re
import sys

import jieba

import captions
import wordnet
from tokenizer import RUNS, bases, one_edit_away

COMMON = 20  # times in the captions: such a word may be part of a compound, or what a misspelt one was meant to be
SEEN = 5  # times in the captions: such a word has an embedding of its own
SEEN_HAN = 4
SEEN_TRANSLATED = 60


def build(clones, manifest, first_words, everyday):
    photos = captions.flickr8k(clones)['train'].values()
    groups = captions.flickr30k(clones) + captions.coco(clones, manifest) + [photo['en'] for photo in photos]
    counts = collections.Counter(
        word for group in groups for sentence in group for word in re.findall('[a-z0-9]+', sentence.lower())
    )
    names = [concept['names'] for concept in json.load(open(everyday, encoding='utf-8'))['concepts']]
    for name in names:
        for word in {w for n in name['en'] for w in re.findall('[a-z0-9]+', n.lower())}:
            counts[word] += 0 if counts[word] >= SEEN or word in first_words else SEEN
    english = sorted((w for w in counts if counts[w] >= SEEN or w in first_words), key=lambda w: (-counts[w], w))
    english += sorted(w for w in first_words if w not in counts)
    english = [w for w in english if not misspelling(w, counts)]
    common = [w for w in english if counts[w] >= COMMON]
    rare = [w for w in english if counts[w] < COMMON]
    wide = ['<pad>', '<unk>', *common, *(w for w in rare if w in first_words)]
    han = han_words(photos, names)
    words = [*wide, *(w for w in rare if w not in first_words), *han]
    id_of = {word: i for i, word in enumerate(words)}
    stand_ins = stand_ins_of(id_of, set(common))
    return {
        'words': words,
        'maxIds': 24,
        'longestHan': max(len(word) for word in han),
        'common': len(common),
        'wide': len(wide),
        'standIns': dict(sorted(stand_ins.items())),
    }


def stand_ins_of(id_of, common):
    """@returns {word without an embedding: the ids, with spaces between, of words that say nearly the same}"""
    found = {}
    for part in ('noun', 'verb', 'adj'):
        for word in wordnet.senses(part):
            if re.fullmatch('[a-z]{3,14}', word) and word not in id_of and word not in found:
                words = wordnet.stand_ins(word, id_of, common)
                if words:
                    found[word] = ' '.join(str(id_of[w]) for w in words)
    for form, base in wordnet.irregular_forms().items():
        if re.fullmatch('[a-z]{3,14}', form) and form not in id_of and base in id_of:
            found[form] = str(id_of[base])
    return found


def misspelling(word, counts):
    """Rare, not in WordNet, and one edit from a word a hundred times as frequent: "frizbee"."""
    if counts[word] > 30 or len(word) < 5 or not word.isalpha():
        return False
    if any(w in wordnet.senses(part) for part in ('noun', 'verb', 'adj', 'adv') for w in [word, *bases(word)]):
        return False
    return word not in wordnet.irregular_forms() and any(counts[near] > 100 * counts[word] for near in one_edit_away(word))


def han_words(photos, names):
    """Words of Chinese captions (people's own and translations'), names of concepts, characters."""
    own, translated, characters = collections.Counter(), collections.Counter(), collections.Counter()
    for photo in photos:
        for kind, counter in (('zh', own), ('zh-mt', translated)):
            for sentence in photo[kind]:
                for run in RUNS.findall(sentence):
                    if run[0] > 'z':
                        counter.update(jieba.cut(run, HMM=False))
                        characters.update(run)
    words = {w for w in own if own[w] >= SEEN_HAN} | {w for w in translated if translated[w] >= SEEN_TRANSLATED}
    words |= {run for name in names for n in name.get('zh-CN', []) for run in RUNS.findall(n) if run[0] > 'z'}
    words |= {c for c in characters if characters[c] >= 30}
    total = own + translated
    return sorted(words, key=lambda w: (-total[w], w))


if __name__ == '__main__':
    clones, manifest, first, everyday, out = sys.argv[1:]
    made = build(clones, manifest, set(json.load(open(first, encoding='utf-8'))['words'][2:]), everyday)
    with open(out, 'w', encoding='utf-8') as file:
        json.dump(made, file, ensure_ascii=False, separators=(',', ':'))
    print(len(made['words']), 'words,', made['common'], 'common,', len(made['standIns']), 'stand-ins')
