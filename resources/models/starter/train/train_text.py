"""Trains the text tower to a frozen image tower. Some minutes on one core of a CPU.

    python3 train_text.py --clones CLONES --first FOLDER --vocabulary FILE --everyday FILE --manifest FILE \\
        --vectors FOLDER --out FILE
"""
import argparse
import json
import time

import torch
from torch.nn import functional as F

import data
import evaluate
from tokenizer import Tokenizer
from tower import TextTower


def arguments():
    a = argparse.ArgumentParser()
    a.add_argument('--clones', required=True)
    a.add_argument('--first', required=True, help='folder of revision 1')
    a.add_argument('--vocabulary', required=True)
    a.add_argument('--everyday', required=True)
    a.add_argument('--manifest', required=True, help='of the evaluation photos, which are left out')
    a.add_argument('--vectors', required=True, help='folder that scripts/embed-for-training.ts filled')
    a.add_argument('--out', required=True)
    a.add_argument('--steps', type=int, default=1200)
    a.add_argument('--batch', type=int, default=768)
    a.add_argument('--batch-chinese', type=int, default=256)
    a.add_argument('--rate', type=float, default=2e-3)
    a.add_argument('--scale', type=float, default=20)
    a.add_argument('--names', type=float, default=30, help='weight of the term that keeps names')
    a.add_argument('--choices', type=float, default=0, help='weight of the term that keeps what photos choose')
    a.add_argument('--pool', default='f8k,inette', help='photos that choose')
    a.add_argument('--batch-names', type=int, default=384)
    a.add_argument('--drop-words', type=float, default=0.1)
    a.add_argument('--spans', type=float, default=0.15, help='share of sentences of which only a few words are kept')
    a.add_argument('--decay', type=float, default=0.02)
    a.add_argument('--seed', type=int, default=0)
    a.add_argument('--threads', type=int, default=1)
    return a.parse_args()


def main():
    o = arguments()
    torch.manual_seed(o.seed)
    torch.set_num_threads(o.threads)
    tokenizer = Tokenizer(json.load(open(o.vocabulary, encoding='utf-8')))
    first = data.first_tower(o.first)
    groups, photos = data.groups_of(o.clones, o.manifest)
    english = data.Sentences(tokenizer, first, groups)
    chinese = data.Chinese(tokenizer, photos)
    names = data.Names(tokenizer, first)
    concepts = data.Concepts(tokenizer, first, o.everyday)
    offset = len(groups) - len(photos)
    pool = torch.cat([data.read_vectors(f'{o.vectors}/{name}.f32') for name in o.pool.split(',')])
    validation = evaluate.Validation(o.clones, o.vectors, tokenizer)

    tower = TextTower(len(tokenizer.words), tokenizer.wide)
    start_from(tower, first, tokenizer)
    embeddings = [tower.embedding.weight, tower.short.weight, tower.weight.weight]
    others = [p for n, p in tower.named_parameters() if not n.startswith(('embedding', 'short', 'weight'))]
    optimizer = torch.optim.AdamW(
        [{'params': embeddings, 'weight_decay': 0.0}, {'params': others, 'weight_decay': o.decay}], lr=o.rate
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [o.rate, o.rate / 4], total_steps=o.steps, pct_start=0.1)
    own = chinese.own.nonzero().squeeze(1)
    began = time.time()
    for step in range(o.steps):
        tower.train()
        at = torch.randint(len(groups), (o.batch,))
        which = torch.randint(5, (o.batch,))
        rows = torch.randint(len(chinese.own), (o.batch_chinese,))
        half = o.batch_chinese // 2
        rows[:half] = own[torch.randint(len(own), (half,))]
        at_chinese = chinese.photo[rows] + offset
        target = F.normalize(
            torch.cat([english.taught[at].sum(1) - english.taught[at, which], english.taught[at_chinese].sum(1)]), dim=-1
        )
        ids = torch.cat([english.ids[at, which], chinese.ids[rows]]).long()
        every = torch.cat([at, at_chinese])
        ids = ids[:, : int((ids != 0).any(0).sum())]
        z = tower(fewer_words(ids, o.drop_words, o.spans))
        loss = contrast(z, target, every, o.scale)
        said = {'text': loss.item()}
        if o.names:
            template = int(torch.randint(3, ()))
            pick = torch.randint(names.ids.shape[1], (o.batch_names,))
            pick_concept = torch.randint(len(concepts.ids), (64,))
            named_ids = torch.cat([names.ids[template, pick], concepts.ids[pick_concept]]).long()
            named = tower(named_ids[:, : int((named_ids != 0).any(0).sum())])
            kept_names = 1 - (named * torch.cat([names.taught[template, pick], concepts.taught[pick_concept]])).sum(1)
            loss = loss + o.names * kept_names.mean()
            said['names'] = kept_names.mean().item()
            if o.choices:
                term = same_choices(named[: o.batch_names], names.taught[template, pick], pool[torch.randint(len(pool), (384,))], o.scale)
                loss = loss + o.choices * term
                said['choices'] = term.item()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if (step + 1) % 200 == 0 or step + 1 == o.steps:
            tower.eval()
            terms = ' '.join(f'{k} {v:.3f}' for k, v in said.items())
            print(f'{step + 1} {time.time() - began:.0f}s {terms}  {validation.line(tower)}', flush=True)
            torch.save({'options': vars(o), 'words': tokenizer.words, 'wide': tokenizer.wide, 'state': tower.state_dict()}, o.out)


def same_choices(named, taught, pictures, scale):
    """Photos choose among names as they did among those of revision 1 (Kullback-Leibler divergence)."""
    before = F.softmax(scale * pictures @ taught.T, dim=1)
    now = F.log_softmax(scale * pictures @ named.T, dim=1)
    return F.kl_div(now, before, reduction='batchmean')


def fewer_words(ids, drop, spans):
    """Some words left out at random, and of some sentences only two to six words in a row kept: people ask in few words."""
    kept = torch.rand(ids.shape) >= drop
    length = (ids != 0).sum(1)
    size = torch.randint(2, 7, length.shape)
    start = (torch.rand(length.shape) * (length - size + 1).clamp(min=1)).long()
    place = torch.arange(ids.shape[1])
    inside = (place >= start[:, None]) & (place < (start + size)[:, None])
    return ids * (kept & (inside | (torch.rand(length.shape) >= spans)[:, None]))


def contrast(z, target, photo, scale):
    """InfoNCE both ways; other sentences of the same photo are no wrong answers."""
    scores = scale * z @ target.T
    same = photo[:, None] == photo[None, :]
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, -1e4)
    right = torch.arange(len(z))
    return (F.cross_entropy(scores, right) + F.cross_entropy(scores.T, right)) / 2


def start_from(tower, first, tokenizer):
    """Words of revision 1 begin where they were; new ones near nothing."""
    w = first.weights
    known = [(i, first.id_of[x]) for i, x in enumerate(tokenizer.words[: tokenizer.wide]) if x in first.id_of]
    new, was = torch.tensor(known).T
    with torch.no_grad():
        tower.embedding.weight.copy_(0.3 * w['e.weight'].std() * torch.randn(tower.embedding.weight.shape))
        tower.embedding.weight[new] = w['e.weight'][was]
        tower.short.weight.copy_(0.3 * torch.randn(tower.short.weight.shape))
        tower.widen.weight.copy_(w['e.weight'].std() * torch.randn(tower.widen.weight.shape) / tower.short.weight.shape[1] ** 0.5)
        tower.weight.weight.fill_(w['w.weight'][2:].mean())
        tower.weight.weight[new] = w['w.weight'][was]
        for layer, name in ((tower.first, 'h.0'), (tower.second, 'h.3'), (tower.straight, 'l')):
            layer.weight.copy_(w[f'{name}.weight'])
            layer.bias.copy_(w[f'{name}.bias'])


def load(file):
    stored = torch.load(file)
    tower = TextTower(len(stored['words']), stored['wide'])
    tower.load_state_dict(stored['state'])
    return tower.eval()


if __name__ == '__main__':
    main()
