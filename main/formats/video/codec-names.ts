/** Codecs that the window's decoders know, as people call them. */
export function codecName(codec: string): string {
  return names[codec] ?? codec.toUpperCase();
}

const names: Readonly<Record<string, string>> = {
  avc: 'H.264',
  hevc: 'HEVC',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  prores: 'ProRes',
};

/** Four characters by which AVI and QuickTime name a codec, and what people call it. Compared in lower case. */
const fourccs: Readonly<Record<string, string>> = {
  divx: 'DivX', dx50: 'DivX', div3: 'DivX 3', div4: 'DivX 3', xvid: 'Xvid', mp4v: 'MPEG-4 Part 2', fmp4: 'MPEG-4 Part 2', mp42: 'MS MPEG-4', mp43: 'MS MPEG-4',
  h263: 'H.263', s263: 'H.263', mpg1: 'MPEG-1', mpg2: 'MPEG-2', mp2v: 'MPEG-2', mpeg: 'MPEG', hdv1: 'HDV', hdv2: 'HDV',
  wmv1: 'WMV 7', wmv2: 'WMV 8', wmv3: 'WMV 9', wvc1: 'VC-1', svq1: 'Sorenson Video', svq3: 'Sorenson Video 3', cvid: 'Cinepak', 'rle ': 'QuickTime Animation',
  iv50: 'Indeo 5', iv41: 'Indeo 4', dvsd: 'DV', dvc: 'DV', 'dvc ': 'DV', dvcp: 'DV', dvpp: 'DVCPRO', dvp: 'DVCPRO', dv5n: 'DVCPRO 50', dv5p: 'DVCPRO 50', dvhp: 'DVCPRO HD', dvh1: 'DVCPRO HD', dvhq: 'DVCPRO HD', apcn: 'ProRes', apch: 'ProRes', apcs: 'ProRes', apco: 'ProRes', ap4h: 'ProRes', ap4x: 'ProRes',
  encv: 'encrypted video', drmi: 'encrypted video', avdn: 'DNxHD', cfhd: 'CineForm', vp60: 'VP6', vp61: 'VP6', vp62: 'VP6', flv1: 'Sorenson Spark', ffv1: 'FFV1', huff: 'HuffYUV', hfyu: 'HuffYUV',
  v_mpeg2: 'MPEG-2', v_mpeg1: 'MPEG-1', 'v_mpeg4/iso/asp': 'MPEG-4 Part 2', 'v_mpeg4/ms/v3': 'DivX 3', 'v_ms/vfw/fourcc': 'Video for Windows', i420: 'uncompressed', iyuv: 'uncompressed', yuy2: 'uncompressed', uyvy: 'uncompressed', dib: 'uncompressed', v_theora: 'Theora', v_prores: 'ProRes',
}; // prettier-ignore

/** Frames that are JPEG, each by itself. */
const jpegs = new Set(['jpeg', 'mjpg', 'mjpa', 'avrn', 'dmb1', 'v_mjpeg']);

/** @param fourcc as the container has it; what is unknown is called by it */
export function nameOfFourcc(fourcc: string): { name: string; isJpeg: boolean } {
  const key = fourcc.toLowerCase();
  if (jpegs.has(key)) return { name: 'Motion JPEG', isJpeg: true };
  const plain = fourcc.replace(/[^\x21-\x7e]/g, '').slice(0, 32);
  return { name: fourccs[key] ?? fourccs[key.trim()] ?? (plain || 'unknown'), isJpeg: false };
}
