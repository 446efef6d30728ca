/**
 * One vector for each class: the mean of its name in every template, at unit length again (Radford et al. 2021,
 * section 3.1.4).
 * @param templates with `{}` where the name goes
 * @param embedTexts unit vectors, one after the other
 * @returns names.length * dim
 */
export async function classPrompts(
  names: readonly string[],
  templates: readonly string[],
  embedTexts: (texts: string[]) => Promise<Float32Array>,
): Promise<Float32Array> {
  const texts = names.flatMap((name) => templates.map((template) => template.replaceAll('{}', () => name)));
  const embedded = await embedTexts(texts);
  const dim = texts.length === 0 ? 0 : embedded.length / texts.length;
  const means = new Float32Array(names.length * dim);
  for (let i = 0; i < texts.length; i++) {
    const to = Math.floor(i / templates.length) * dim;
    for (let d = 0; d < dim; d++) means[to + d] = (means[to + d] ?? 0) + (embedded[i * dim + d] ?? 0);
  }
  for (let start = 0; start < means.length; start += dim) {
    const mean = means.subarray(start, start + dim);
    const length = Math.hypot(...mean);
    mean.forEach((value, d) => {
      mean[d] = value / length;
    });
  }
  return means;
}
