"""Takes the mean of text towers that started alike, and blends it with revision 1, which they started from.

    python3 blend.py FIRST_FOLDER SHARE OUT.pt IN.pt [IN.pt ...]

SHARE of the words and layers that revision 1 has is new; other words stay as they are. Wortsman et al. 2022, "Robust fine-tuning of zero-shot models":
what lies between a model and its fine-tuned self is often better than both where neither was trained.
"""
import sys

import torch

from first_text import FirstTower


def mean(sources):
    towers = [torch.load(source) for source in sources]
    state = {name: sum(tower['state'][name] for tower in towers) / len(towers) for name in towers[0]['state']}
    return {**towers[0], 'state': state}


def blend(stored, first, share):
    state = {name: value.clone() for name, value in stored['state'].items()}
    known = [(i, first.id_of[x]) for i, x in enumerate(stored['words'][: stored['wide']]) if x in first.id_of]
    new, was = torch.tensor(known).T
    for name, old in (('embedding.weight', 'e.weight'), ('weight.weight', 'w.weight')):
        state[name][new] = share * state[name][new] + (1 - share) * first.weights[old][was]
    for layer, old in (('first', 'h.0'), ('second', 'h.3'), ('straight', 'l')):
        for part in ('weight', 'bias'):
            state[f'{layer}.{part}'] = share * state[f'{layer}.{part}'] + (1 - share) * first.weights[f'{old}.{part}']
    return {**stored, 'state': state}


if __name__ == '__main__':
    folder, share, out, *sources = sys.argv[1:]
    torch.save(blend(mean(sources), FirstTower(folder), float(share)), out)
