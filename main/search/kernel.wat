;; The inner loops of the matrix. The first one is every search: dot products of one query (14 bits) with many photos (int8).
;; Compiled to kernel-bytes.ts by scripts/build-kernel.ts; a test holds the two together.
(module
  (import "matrix" "memory" (memory 3 65536))

  ;; out[i] = scale * (query . row[rows[i]])   for 0 <= i < count
  ;; rows: uint32 row numbers   base: address of row 0, int8[dim] each   out: float32
  ;; high, low: uint8[dim] each, at most 127: the query is high * 128 + low.
  ;; count is a multiple of 4 (the list is filled up with any row), dim a multiple of 32.
  ;; The caller keeps max(query) * 128 * dim below 2^31, so no int32 overflows.
  ;;
  ;; [Note: Why the relaxed dot product] It is one instruction where the processor has VNNI or dot products, and 1.45
  ;; times as fast as widening to int16 there, in the cache and out of it. "Relaxed" says that processors may differ
  ;; where the second operand has its top bit set: it never has, so the results are the same everywhere.
  (func (export "score")
    (param $rows i32) (param $count i32) (param $highs i32) (param $lows i32) (param $dim i32) (param $base i32)
    (param $scale f32) (param $out i32)
    (local $end i32) (local $highsEnd i32) (local $high i32) (local $low i32)
    (local $p0 i32) (local $p1 i32) (local $p2 i32) (local $p3 i32)
    (local $a v128) (local $b v128) (local $x v128)
    (local $s0 v128) (local $s1 v128) (local $s2 v128) (local $s3 v128)
    (local $t0 v128) (local $t1 v128) (local $t2 v128) (local $t3 v128)

    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $highsEnd (i32.add (local.get $highs) (local.get $dim)))
    (block $done
      (loop $four
        (br_if $done (i32.ge_u (local.get $rows) (local.get $end)))
        (local.set $p0 (i32.add (local.get $base) (i32.mul (local.get $dim) (i32.load (local.get $rows)))))
        (local.set $p1 (i32.add (local.get $base) (i32.mul (local.get $dim) (i32.load offset=4 (local.get $rows)))))
        (local.set $p2 (i32.add (local.get $base) (i32.mul (local.get $dim) (i32.load offset=8 (local.get $rows)))))
        (local.set $p3 (i32.add (local.get $base) (i32.mul (local.get $dim) (i32.load offset=12 (local.get $rows)))))
        (local.set $s0 (v128.const i32x4 0 0 0 0))
        (local.set $s1 (v128.const i32x4 0 0 0 0))
        (local.set $s2 (v128.const i32x4 0 0 0 0))
        (local.set $s3 (v128.const i32x4 0 0 0 0))
        (local.set $t0 (v128.const i32x4 0 0 0 0))
        (local.set $t1 (v128.const i32x4 0 0 0 0))
        (local.set $t2 (v128.const i32x4 0 0 0 0))
        (local.set $t3 (v128.const i32x4 0 0 0 0))
        (local.set $high (local.get $highs))
        (local.set $low (local.get $lows))
        (loop $thirtyTwo
          (local.set $a (v128.load (local.get $high)))
          (local.set $b (v128.load (local.get $low)))
          (local.set $x (v128.load (local.get $p0)))
          (local.set $s0 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $a) (local.get $s0)))
          (local.set $t0 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $b) (local.get $t0)))
          (local.set $x (v128.load (local.get $p1)))
          (local.set $s1 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $a) (local.get $s1)))
          (local.set $t1 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $b) (local.get $t1)))
          (local.set $x (v128.load (local.get $p2)))
          (local.set $s2 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $a) (local.get $s2)))
          (local.set $t2 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $b) (local.get $t2)))
          (local.set $x (v128.load (local.get $p3)))
          (local.set $s3 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $a) (local.get $s3)))
          (local.set $t3 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $b) (local.get $t3)))
          (local.set $a (v128.load offset=16 (local.get $high)))
          (local.set $b (v128.load offset=16 (local.get $low)))
          (local.set $x (v128.load offset=16 (local.get $p0)))
          (local.set $s0 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $a) (local.get $s0)))
          (local.set $t0 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $b) (local.get $t0)))
          (local.set $x (v128.load offset=16 (local.get $p1)))
          (local.set $s1 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $a) (local.get $s1)))
          (local.set $t1 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $b) (local.get $t1)))
          (local.set $x (v128.load offset=16 (local.get $p2)))
          (local.set $s2 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $a) (local.get $s2)))
          (local.set $t2 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $b) (local.get $t2)))
          (local.set $x (v128.load offset=16 (local.get $p3)))
          (local.set $s3 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $a) (local.get $s3)))
          (local.set $t3 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $b) (local.get $t3)))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 32)))
          (local.set $p1 (i32.add (local.get $p1) (i32.const 32)))
          (local.set $p2 (i32.add (local.get $p2) (i32.const 32)))
          (local.set $p3 (i32.add (local.get $p3) (i32.const 32)))
          (local.set $high (i32.add (local.get $high) (i32.const 32)))
          (local.set $low (i32.add (local.get $low) (i32.const 32)))
          (br_if $thirtyTwo (i32.lt_u (local.get $high) (local.get $highsEnd))))

        (local.set $s0 (i32x4.add (i32x4.shl (local.get $s0) (i32.const 7)) (local.get $t0)))
        (local.set $s1 (i32x4.add (i32x4.shl (local.get $s1) (i32.const 7)) (local.get $t1)))
        (local.set $s2 (i32x4.add (i32x4.shl (local.get $s2) (i32.const 7)) (local.get $t2)))
        (local.set $s3 (i32x4.add (i32x4.shl (local.get $s3) (i32.const 7)) (local.get $t3)))

        ;; Four sums of four lanes become one vector of four sums.
        (local.set $a (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $s0) (local.get $s1))
          (i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $s0) (local.get $s1))))
        (local.set $b (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $s2) (local.get $s3))
          (i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $s2) (local.get $s3))))
        (v128.store (local.get $out)
          (f32x4.mul
            (f32x4.splat (local.get $scale))
            (f32x4.convert_i32x4_s (i32x4.add
              (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $b))
              (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $b))))))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
        (br $four))))

  ;; to[d] = int8 nearest to (from[d] - mean[d]) * perStep[d], saturated. Returns the sum of these.
  ;; from, mean, perStep: float32[dim]   to: int8[dim]   dim is a multiple of 16. NaN becomes 0.
  (func (export "quantise")
    (param $from i32) (param $mean i32) (param $perStep i32) (param $to i32) (param $dim i32)
    (result i32)
    (local $end i32) (local $ints v128) (local $sum v128)
    (local.set $end (i32.add (local.get $to) (local.get $dim)))
    (loop $sixteen
      (local.set $ints
        (i8x16.narrow_i16x8_s
          (i16x8.narrow_i32x4_s
            (call $steps (v128.load (local.get $from)) (v128.load (local.get $mean)) (v128.load (local.get $perStep)))
            (call $steps (v128.load offset=16 (local.get $from)) (v128.load offset=16 (local.get $mean)) (v128.load offset=16 (local.get $perStep))))
          (i16x8.narrow_i32x4_s
            (call $steps (v128.load offset=32 (local.get $from)) (v128.load offset=32 (local.get $mean)) (v128.load offset=32 (local.get $perStep)))
            (call $steps (v128.load offset=48 (local.get $from)) (v128.load offset=48 (local.get $mean)) (v128.load offset=48 (local.get $perStep))))))
      (v128.store (local.get $to) (local.get $ints))
      (local.set $sum (i32x4.add (local.get $sum)
        (i32x4.extadd_pairwise_i16x8_s (i16x8.extadd_pairwise_i8x16_s (local.get $ints)))))
      (local.set $from (i32.add (local.get $from) (i32.const 64)))
      (local.set $mean (i32.add (local.get $mean) (i32.const 64)))
      (local.set $perStep (i32.add (local.get $perStep) (i32.const 64)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $sixteen (i32.lt_u (local.get $to) (local.get $end))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
      (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))

  (func $steps (param $from v128) (param $mean v128) (param $perStep v128) (result v128)
    (i32x4.trunc_sat_f32x4_s (f32x4.nearest (f32x4.mul (f32x4.sub (local.get $from) (local.get $mean)) (local.get $perStep)))))

  ;; Half floats (finite) to float32. half: uint16[dim]   to: float32[dim]   dim is a multiple of 4.
  ;; The bits, shifted into place, are the value times 2^-112: the exponents' biases are 15 and 127. Subnormals too.
  (func (export "widen") (param $half i32) (param $to i32) (param $dim i32)
    (local $end i32) (local $bits v128)
    (local.set $end (i32.add (local.get $half) (i32.shl (local.get $dim) (i32.const 1))))
    (loop $four
      (local.set $bits (v128.load16x4_u (local.get $half)))
      (v128.store (local.get $to)
        (v128.or
          (i32x4.shl (v128.and (local.get $bits) (v128.const i32x4 0x8000 0x8000 0x8000 0x8000)) (i32.const 16))
          (f32x4.mul
            (i32x4.shl (v128.and (local.get $bits) (v128.const i32x4 0x7fff 0x7fff 0x7fff 0x7fff)) (i32.const 13))
            (v128.const f32x4 0x1p+112 0x1p+112 0x1p+112 0x1p+112))))
      (local.set $half (i32.add (local.get $half) (i32.const 8)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $half) (local.get $end)))))
)
