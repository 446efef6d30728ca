"""Writes the ids of some sentences, which test/unit/models/starter-tokenizer.test.ts compares with its own.

    python3 known_ids.py VOCABULARY.json OUT.json
"""
import json
import sys

from tokenizer import Tokenizer

SENTENCES = [
    'a dog runs along the beach',
    'A photo of a Dalmatian, waiting for its lunch.',
    'Two children (one of them crying) at a birthday party!!',
    'snow-covered mountains; 3 skiers & 12 sledges',
    'puppies and kittens, geese, wolves, knives and berries',
    'running, swimming, skateboarded, biked, sat',
    'a snowfield behind the firehouse',
    'umbrela on a motorcylce in autum',
    'bycicle',
    'tulips under oaks, a trout, a pram, a fjord',
    'café in Köln, crème brûlée',
    'ＦＵＬＬ ｗｉｄｔｈ ｄｏｇ',
    'xyzzy qwrtp 9999999',
    'море и горы',
    '日の出 の 写真',
    '一只黑色的狗在海边奔跑',
    '日落时的埃菲尔铁塔',
    '生日蛋糕，红色汽车',
    '穿红衣服的小女孩和两只猫',
    'a 狗 on the 海滩 with kids',
    '3d打印 iphone手机',
    '',
    '   ... !?',
    '🐶🎂',
    'the quick brown fox jumps over the lazy dog while a man in a yellow shirt plays guitar for a crowd of people at night in front of the old town hall',
    "don't walk; l'été",
    'SUNSET over the lake #nofilter_2019',
    'İstanbul',
    'grandmother’s garden',
    'T-shirts, X-rays and selfies',
]

if __name__ == '__main__':
    vocabulary, out = sys.argv[1:]
    tokenizer = Tokenizer(json.load(open(vocabulary, encoding='utf-8')))
    found = [{'text': s, 'ids': [i for i in tokenizer.encode(s) if i]} for s in SENTENCES]
    with open(out, 'w', encoding='utf-8') as file:
        file.write('[\n' + ',\n'.join('  ' + json.dumps(one, ensure_ascii=False) for one in found) + '\n]\n')
