"""Writes the image tower so that onnxruntime runs it at full speed: the same numbers, a third less time.

    python3 export_image.py IN.onnx OUT.onnx

- Weights stay int8, but are widened by Cast and Mul in place of DequantizeLinear: onnxruntime folds those when it loads
  the graph, so that convolutions see constant weights and run in blocked layout. It keeps DequantizeLinear for its own
  int8 kernels and would widen every weight at every run.
- Padding that was worked out from shapes at every run becomes the `pads` of the convolution after it.
- The picture is turned around while it is bytes, a quarter of the memory of floats.
"""
import sys

import onnx
from onnx import helper, numpy_helper


def widen_without_dequantize(graph):
    stored = {i.name: i for i in graph.initializer}
    nodes = []
    for node in graph.node:
        if node.op_type != 'DequantizeLinear':
            nodes.append(node)
            continue
        quantized, scale, zero = (stored[name] for name in node.input)
        assert not numpy_helper.to_array(zero).any(), 'weights are symmetric'
        graph.initializer.remove(zero)
        axis = next((a.i for a in node.attribute if a.name == 'axis'), 1)
        shape = [-1 if i == axis else 1 for i in range(len(quantized.dims))]
        scale.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(scale).reshape(shape), scale.name))
        wide = node.output[0] + '_wide'
        nodes.append(helper.make_node('Cast', [quantized.name], [wide], to=onnx.TensorProto.FLOAT))
        nodes.append(helper.make_node('Mul', [wide, scale.name], [node.output[0]]))
    replace_nodes(graph, nodes)


def pads_into_convolutions(graph):
    """Padding before a convolution becomes its attribute. All are 'same' ones with stride 2 of an even size (224..14)."""
    convolutions = {node.input[0]: node for node in graph.node if node.op_type == 'Conv'}
    for pad in [node for node in graph.node if node.op_type == 'Pad']:
        convolution = convolutions[pad.output[0]]
        assert attribute(convolution, 'strides') == [2, 2] and not any(attribute(convolution, 'pads'))
        missing = [kernel - 2 for kernel in attribute(convolution, 'kernel_shape')]
        convolution.input[0] = pad.input[0]
        for a in convolution.attribute:
            if a.name == 'pads':
                a.CopyFrom(helper.make_attribute('pads', [m // 2 for m in missing] + [m - m // 2 for m in missing]))
        graph.node.remove(pad)
    drop_unused(graph)


def turn_bytes(graph):
    """Cast, then Transpose: the other way round."""
    cast = next(node for node in graph.node if node.op_type == 'Cast' and node.input[0] == 'pixels')
    turn = next(node for node in graph.node if node.op_type == 'Transpose' and node.input[0] == cast.output[0])
    turn.input[0], cast.input[0] = 'pixels', turn.output[0]
    after = next(node for node in graph.node if turn.output[0] in node.input and node is not cast)
    after.input[list(after.input).index(turn.output[0])] = cast.output[0]
    nodes = [node for node in graph.node if node is not cast]
    nodes.insert(nodes.index(turn) + 1, cast)
    replace_nodes(graph, nodes)


def attribute(node, name):
    return next(list(a.ints) for a in node.attribute if a.name == name)


def drop_unused(graph):
    while True:
        used = {name for node in graph.node for name in node.input} | {o.name for o in graph.output}
        kept = [node for node in graph.node if any(name in used for name in node.output)]
        if len(kept) == len(graph.node):
            break
        replace_nodes(graph, kept)
    for i in [i for i in graph.initializer if i.name not in used]:
        graph.initializer.remove(i)


def replace_nodes(graph, nodes):
    nodes = [onnx.NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del graph.node[:]
    graph.node.extend(nodes)


if __name__ == '__main__':
    source, out = sys.argv[1:]
    model = onnx.load(source)
    widen_without_dequantize(model.graph)
    pads_into_convolutions(model.graph)
    turn_bytes(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, out)
