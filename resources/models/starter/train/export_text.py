"""Writes the text tower as ONNX with int8 weights, and its vocabulary beside it.

    python3 export_text.py TOWER.pt VOCABULARY.json OUT_FOLDER

`ids` int64 [n, length] -> `embedding` float32 [n, 512], unit length. Only the rows of a sentence's own words are widened
to float: Gather comes before Cast.
"""
import json
import os
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from train_text import load


class Graph:
    def __init__(self):
        self.nodes, self.stored = [], []

    def store(self, name, array):
        self.stored.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def quantized(self, name, weight):
        """int8 with one scale a row; @returns names of both"""
        scale = np.maximum(np.abs(weight).max(1, keepdims=True) / 127, 1e-8).astype(np.float32)
        return self.store(f'{name}_q', np.round(weight / scale).astype(np.int8)), self.store(f'{name}_s', scale)

    def rows(self, name, weight, ids):
        q, s = self.quantized(name, weight)
        bytes_ = self.add('Gather', [q, ids], f'{name}_bytes')
        scales = self.add('Gather', [s, ids], f'{name}_scales')
        return self.add('Mul', [self.add('Cast', [bytes_], f'{name}_floats', to=TensorProto.FLOAT), scales], name)

    def matrix(self, name, weight):
        q, s = self.quantized(name, weight)
        return self.add('Mul', [self.add('Cast', [q], f'{name}_floats', to=TensorProto.FLOAT), s], name)


def export(tower, file):
    w = {name: p.detach().numpy() for name, p in tower.state_dict().items()}
    g = Graph()
    zero = g.store('zero', np.array(0, np.int64))
    wide = g.store('wide_words', np.array(tower.wide_words, np.int64))
    is_wide = g.add('Less', ['ids', wide], 'is_wide')
    id_wide = g.add('Where', [is_wide, 'ids', zero], 'id_wide')
    id_short = g.add('Where', [is_wide, zero, g.add('Sub', ['ids', wide], 'past_wide')], 'id_short')
    short = g.rows('short', w['short.weight'], id_short)
    widened = g.add('MatMul', [short, g.add('Transpose', [g.matrix('widen', w['widen.weight'])], 'widen_t')], 'widened')
    last = g.store('last', np.array([-1], np.int64))
    pick = g.add('Unsqueeze', [is_wide, last], 'pick')
    x = g.add('Where', [pick, g.rows('wide', w['embedding.weight'], id_wide), widened], 'x')
    there = g.add('Cast', [g.add('Not', [g.add('Equal', ['ids', zero], 'is_nothing')], 'is_there')], 'there', to=TensorProto.FLOAT)
    said = g.add('Gather', [g.store('weights', np.exp(w['weight.weight'])), 'ids'], 'said')
    weight = g.add('Mul', [said, g.add('Unsqueeze', [there, last], 'there_wide')], 'weight')
    places = g.store('places', np.array([1], np.int64))
    total = g.add('ReduceSum', [g.add('Mul', [x, weight], 'weighted'), places], 'total', keepdims=0)
    weights = g.add('ReduceSum', [weight, places], 'weight_total', keepdims=0)
    some = g.add('Max', [weights, g.store('little', np.array(1e-6, np.float32))], 'weight_some')
    mean = g.add('Div', [total, some], 'mean')
    hidden = linear(g, w, 'first', mean)
    half = g.add('Mul', [hidden, g.store('half', np.array(0.5, np.float32))], 'half_hidden')
    erf = g.add('Erf', [g.add('Div', [hidden, g.store('root2', np.array(2**0.5, np.float32))], 'scaled')], 'erf')
    gelu = g.add('Mul', [half, g.add('Add', [erf, g.store('one', np.array(1, np.float32))], 'erf1')], 'gelu')
    out = g.add('Add', [linear(g, w, 'straight', mean), linear(g, w, 'second', gelu)], 'out')
    length = g.add('ReduceL2', [out], 'length', axes=[-1], keepdims=1)
    longer = g.add('Max', [length, g.store('tiny', np.array(1e-12, np.float32))], 'length_some')
    g.add('Div', [out, longer], 'embedding')
    graph = helper.make_graph(
        g.nodes,
        'text',
        [helper.make_tensor_value_info('ids', TensorProto.INT64, ['n', 'length'])],
        [helper.make_tensor_value_info('embedding', TensorProto.FLOAT, ['n', 512])],
        g.stored,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 13)], producer_name='lumisift')
    model.ir_version = 7
    onnx.checker.check_model(model)
    onnx.save(model, file)


def linear(g, w, name, x):
    matrix = g.matrix(f'{name}_weight', w[f'{name}.weight'])
    return g.add('Gemm', [x, matrix, g.store(f'{name}_bias', w[f'{name}.bias'])], f'{name}_out', transB=1)


if __name__ == '__main__':
    tower_file, vocabulary_file, out = sys.argv[1:]
    tower = load(tower_file)
    assert torch.load(tower_file)['words'] == json.load(open(vocabulary_file, encoding='utf-8'))['words']
    export(tower, os.path.join(out, 'text.onnx'))
    with open(vocabulary_file, 'rb') as source, open(os.path.join(out, 'vocabulary.json'), 'wb') as target:
        target.write(source.read())
