"""WordNet 3.0 as Debian's package wordnet-base lays it down."""
import collections
import functools
import os

FOLDER = os.environ.get('WORDNET', '/usr/share/wordnet')

# Nouns a photo can show, by lexicographer file: act, animal, artifact, body, event, food, group, location, object,
# person, phenomenon, plant, substance (lexnames(5WN)).
CONCRETE = {4, 5, 6, 8, 11, 13, 14, 15, 17, 18, 19, 20, 27}

Synset = collections.namedtuple('Synset', 'kind lemmas hypernyms')


@functools.lru_cache(maxsize=None)
def synsets(part):
    """@returns {offset: Synset} of 'noun', 'verb', 'adj' or 'adv'. Instances (cities, people) have no hypernyms."""
    found = {}
    with open(f'{FOLDER}/data.{part}', encoding='latin-1') as file:
        for line in file:
            if line.startswith('  '):
                continue
            fields = line.split('|')[0].split()
            count = int(fields[3], 16)
            lemmas = [fields[4 + 2 * i].split('(')[0].lower() for i in range(count)]
            at = 4 + 2 * count
            pointers = [fields[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(fields[at]))]
            found[fields[0]] = Synset(int(fields[1]), lemmas, [p[1] for p in pointers if p[0] == '@' and p[2] in 'nv'])
    return found


@functools.lru_cache(maxsize=None)
def senses(part):
    """@returns {lemma: [offset]}, the most usual sense first"""
    found = {}
    with open(f'{FOLDER}/index.{part}', encoding='latin-1') as file:
        for line in file:
            if not line.startswith('  '):
                fields = line.split()
                found[fields[0]] = fields[-int(fields[2]) :]
    return found


@functools.lru_cache(maxsize=None)
def irregular_forms():
    """@returns {form: base}, e.g. children: child, ran: run"""
    found = {}
    for part in ('noun', 'verb'):
        with open(f'{FOLDER}/{part}.exc', encoding='latin-1') as file:
            for line in file:
                form, base = line.split()[:2]
                found.setdefault(form, base)
    return found


def concrete_names():
    """Every name of a concrete thing, words apart by spaces: ['hot dog', ...]"""
    names = set()
    for synset in synsets('noun').values():
        if synset.kind in CONCRETE:
            names.update(lemma.replace('_', ' ').replace('-', ' ') for lemma in synset.lemmas)
    return sorted(names)


def stand_ins(word, known, common, levels=5):
    """Words the model knows that together say nearly the same: a synonym, else the nearest wider noun.

    @param known words that have an embedding; a synonym must be one of them
    @param common words that sentences about photos use often; a wider noun must be made of them
    @returns [word, ...], or [] where there are none
    """
    for part in ('noun', 'verb', 'adj'):
        for offset in senses(part).get(word, [])[: 2 if part == 'noun' else 1]:
            synset = synsets(part)[offset]
            if part == 'noun' and synset.kind not in CONCRETE:
                continue
            for lemma in synset.lemmas:
                # Both must mean it first of all: "blue" is a synonym of "naughty" in its fifth sense.
                if lemma != word and lemma in known and offset in senses(part)[lemma][: 2 if part == 'noun' else 1]:
                    return [lemma]
    for offset in senses('noun').get(word, [])[:1]:
        if synsets('noun')[offset].kind not in THINGS:
            return []
        level = synsets('noun')[offset].hypernyms
        for _ in range(levels):
            for wider in level:
                for lemma in synsets('noun')[wider].lemmas:
                    parts = lemma.replace('-', '_').split('_')
                    if len(parts) <= 2 and all(p in common for p in parts) and TOO_WIDE.isdisjoint([lemma, parts[-1]]):
                        return parts
            level = [up for wider in level for up in synsets('noun')[wider].hypernyms]
    return []


def is_kind_of(word, wider):
    """Whether some sense of a noun or verb has `wider` above it: a rainforest is a forest."""
    for part in ('noun', 'verb'):
        level = senses(part).get(word, [])
        while level:
            if any(wider in synsets(part)[offset].lemmas for offset in level):
                return True
            level = [up for offset in level for up in synsets(part)[offset].hypernyms]
    return False


# Wider nouns are taken for animals, artifacts, body parts, food, natural objects, people, weather and plants.
THINGS = {5, 6, 8, 13, 17, 18, 19, 20}

# Names of a class of beings that say nothing of how one looks.
TOO_WIDE = {
    'entity', 'object', 'whole', 'unit', 'artifact', 'artefact', 'thing', 'instrumentality', 'instrumentation', 'act',
    'deed', 'being', 'organism', 'matter', 'substance', 'group', 'grouping', 'location', 'part', 'causal agent',
    'cause', 'agent', 'event', 'activity', 'change', 'action', 'device', 'area', 'region', 'individual', 'someone',
    'somebody', 'mortal', 'soul', 'case', 'type', 'name', 'leader', 'worker', 'good', 'bad', 'unfortunate', 'material',
    'stuff', 'solid', 'fluid', 'mixture', 'compound', 'agency', 'body', 'line', 'way', 'form', 'space', 'point',
    'happening', 'occurrence', 'produce', 'mexican', 'phenomenon', 'natural phenomenon', 'family', 'order', 'genus', 'class', 'structure', 'process', 'system', 'person', 'european', 'american', 'asian',
}  # fmt: skip
