// Makes as they are called in Chinese and Japanese, where cameras write themselves in Latin letters.
const brands: Readonly<Record<string, string>> = {
  富士フイルム: 'fujifilm', 富士胶片: 'fujifilm', 富士: 'fujifilm', フジ: 'fujifilm', 佳能: 'canon', キヤノン: 'canon', キャノン: 'canon', 尼康: 'nikon', ニコン: 'nikon',
  索尼: 'sony', ソニー: 'sony', 苹果: 'apple', 徕卡: 'leica', 莱卡: 'leica', ライカ: 'leica', 松下: 'panasonic', パナソニック: 'panasonic', 奥林巴斯: 'olympus',
  オリンパス: 'olympus', 宾得: 'pentax', ペンタックス: 'pentax', 理光: 'ricoh', リコー: 'ricoh', 大疆: 'dji', 华为: 'huawei', 小米: 'xiaomi', 三星: 'samsung', 哈苏: 'hasselblad',
}; // prettier-ignore

export const brandNames: readonly string[] = Object.keys(brands);

/** 富士 -> fujifilm; anything else stays. */
export function canonicalBrand(name: string): string {
  return brands[name] ?? name;
}
