import type { LanguageCode, WordList } from './word-list.ts';

const none: readonly string[] = [];

/** No spaces between words: what is not wanted is read by {@link file://../minus-east-asian.ts}. */
export const eastAsian: Readonly<Record<Extract<LanguageCode, 'zh' | 'ja' | 'ko'>, WordList>> = {
  zh: {
    markers: none,
    without: none,
    stops: none,
    and: ['和', '与', '或'],
    leadIns: ['在', '于', '从', '拍摄于', '拍于', '用', '我的', '以'],
    takenWith: ['用(?:我的)?', '使用'],
    inPlace: ['在', '于', '到', '从'],
    nearPlace: ['靠近', '在'],
    photos: ['(?:所有)?(?:的)?(?:照片|相片|图片|圖片|图像|影像)'],
  },
  ja: {
    markers: none,
    without: none,
    stops: none,
    and: ['と', 'や'],
    leadIns: none,
    takenWith: none,
    inPlace: none,
    nearPlace: none,
    photos: ['(?:すべての|全ての)?(?:写真|画像)'],
  },
  ko: {
    markers: none,
    without: none,
    stops: none,
    and: ['와', '과'],
    leadIns: none,
    takenWith: none,
    inPlace: none,
    nearPlace: none,
    photos: ['(?:모든 ?)?(?:사진|이미지)'],
  },
};
