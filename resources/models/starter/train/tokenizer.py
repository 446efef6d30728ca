"""What main/models/starter-tokenizer.ts does, in Python: both turn the same text into the same ids (tested there)."""
import re
import unicodedata

RUNS = re.compile('[a-z0-9]+|[\u3400-\u9fff]+')
PAD, UNKNOWN = 0, 1
LONGEST_WORD = 24
ALPHABET = 'abcdefghijklmnopqrstuvwxyz'


class Tokenizer:
    """@param vocabulary vocabulary.json: words, wide, maxIds, longestHan, common, standIns"""

    def __init__(self, vocabulary):
        self.words = vocabulary['words']
        self.id_of = {word: i for i, word in enumerate(self.words)}
        self.wide = vocabulary['wide']
        self.max_ids = vocabulary['maxIds']
        self.longest = vocabulary['longestHan']
        # The first words after pad and unknown are those of photo captions, the most frequent first.
        self.common = set(self.words[2 : 2 + vocabulary['common']])
        self.stand_ins = vocabulary['standIns']
        self.cache = {}

    def encode(self, text):
        """@returns ids of the text, padded to maxIds"""
        ids = [i for run in self.runs(text) for i in self.ids_of_run(run)][: self.max_ids]
        return ids + [PAD] * (self.max_ids - len(ids))

    def runs(self, text):
        plain = ''.join(c for c in unicodedata.normalize('NFKD', text) if not unicodedata.category(c).startswith('M'))
        return RUNS.findall(plain.lower())

    def ids_of_run(self, run):
        if run not in self.cache:
            self.cache[run] = self.ids_of_han(run) if run[0] > 'z' else self.ids_of_word(run)
        return self.cache[run]

    def ids_of_han(self, run):
        ids, at = [], 0
        while at < len(run):
            for length in range(min(self.longest, len(run) - at), 0, -1):
                found = self.known(run[at : at + length])
                if found or length == 1:
                    ids.extend(found or [UNKNOWN])
                    at += length
                    break
        return ids

    def ids_of_word(self, word):
        if len(word) > LONGEST_WORD:
            return [UNKNOWN]
        for resolve in (self.known, self.inflected, self.compound, self.misspelt):
            ids = resolve(word)
            if ids:
                return ids
        return [UNKNOWN]

    def known(self, word):
        if word in self.id_of:
            return [self.id_of[word]]
        return [int(i) for i in self.stand_ins[word].split()] if word in self.stand_ins else []

    def inflected(self, word):
        for base in bases(word):
            ids = self.known(base)
            if ids:
                return ids
        return []

    def compound(self, word):
        """snowfield: snow, field. The longest first part, both parts at least three letters."""
        for cut in range(len(word) - 3, 2, -1):
            if word[:cut] in self.common:
                tail = word[cut:]
                for second in [tail, *bases(tail)]:
                    if len(second) >= 3 and second in self.common:
                        return [self.id_of[word[:cut]], self.id_of[second]]
        return []

    def misspelt(self, word):
        """The most frequent common word one edit away (a letter more, less, other, or two swapped), from five letters on."""
        if len(word) < 5 or not word.isalpha():
            return []
        found = [self.id_of[near] for near in one_edit_away(word) if near in self.common]
        return [min(found)] if found else []


def bases(word):
    """What an English word may be a form of, the likeliest first: berries: berry; running: runn, run, runne."""
    found = []
    for ending, replacements in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            found.extend(stem + replacement for replacement in replacements)
            if ending in DOUBLING and len(stem) >= 4 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return found


ENDINGS = [
    ('ies', ['y', 'ie']), ('ves', ['f', 'fe']), ('es', ['', 'e']), ('s', ['']), ('ing', ['', 'e']), ('ed', ['', 'e']),
    ('er', ['', 'e']), ('est', ['', 'e']), ('ier', ['y']), ('iest', ['y']), ('ly', ['', 'le']), ('y', ['', 'e']), ('ish', ['']),
]  # fmt: skip
DOUBLING = {'ing', 'ed', 'er', 'est', 'y'}


def one_edit_away(word):
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ALPHABET:
            if tail:
                yield head + letter + tail[1:]
            yield head + letter + tail
