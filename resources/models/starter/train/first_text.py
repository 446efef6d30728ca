"""Revision 1 of the text tower, read out of its ONNX file: what the new one starts from and is compared with."""
import json
import re

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional as F


class FirstTower:
    """@param folder with text.onnx and vocabulary.json of revision 1"""

    def __init__(self, folder):
        self.words = json.load(open(f'{folder}/vocabulary.json', encoding='utf-8'))['words']
        self.id_of = {word: i for i, word in enumerate(self.words)}
        self.weights = {name: torch.from_numpy(w) for name, w in weights_of(f'{folder}/text.onnx').items()}

    def knows(self, text):
        return all(word in self.id_of for word in words_of(text))

    @torch.no_grad()
    def __call__(self, texts):
        ids = [[self.id_of.get(word, 1) for word in words_of(text)[:18]] for text in texts]
        ids = torch.tensor([row + [0] * (18 - len(row)) for row in ids])
        w = self.weights
        weight = w['w.weight'][ids].exp() * (ids != 0).unsqueeze(-1)
        mean = (w['e.weight'][ids] * weight).sum(1) / weight.sum(1).clamp(min=1e-6)
        hidden = F.gelu(F.linear(mean, w['h.0.weight'], w['h.0.bias']))
        return F.normalize(
            F.linear(mean, w['l.weight'], w['l.bias']) + F.linear(hidden, w['h.3.weight'], w['h.3.bias']), dim=-1
        )


def words_of(text):
    return re.findall('[a-z0-9]+', text.lower())


def weights_of(file):
    """@returns {name: float32 array}, int8 weights times their scales"""
    stored = {i.name: numpy_helper.to_array(i) for i in onnx.load(file).graph.initializer}
    found = {}
    for name, array in stored.items():
        if name.endswith('_q'):
            scale = stored[name[:-2] + '_s']
            found[name[:-2]] = array.astype(np.float32) * scale.reshape(-1, *[1] * (array.ndim - 1))
        elif not name.endswith(('_s', '_z')):
            found[name] = np.array(array)
    return found
