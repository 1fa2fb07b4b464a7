//! Scaled dot-product attention of several heads (Vaswani et al. 2017).
//!
//! Each product and each sum is rounded by itself, in a fixed order for each number of the result, however many of them
//! the CPU computes side by side: so the result is the same to the last bit on every CPU.

use super::layers::{exp, lanes, wide};
use pulp::{Arch, Simd, WithSimd};

/// Rows of a tile of results, and what the number of columns must be a multiple of (two of the widest registers).
const ROWS: usize = 4;
const COLUMNS: usize = 32;

/// Buffers for one head.
#[derive(Debug, Default)]
pub struct Head {
    queries: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
    weights: Vec<f32>,
    mixed: Vec<f32>,
}

/// `qkv`: for each row its query, key and value, `width` numbers each. Writes the mixed values of all heads to `out`,
/// `width` numbers a row.
pub fn attend(qkv: &[f32], width: usize, heads: usize, buffers: &mut Head, out: &mut Vec<f32>) {
    let rows = qkv.len() / (3 * width);
    let size = width / heads;
    // Rows and columns of zeros make up the last tiles.
    let (tall, long) = (rows.next_multiple_of(ROWS), rows.next_multiple_of(COLUMNS));
    let value_width = size.next_multiple_of(COLUMNS);
    let factor = 1.0 / (size as f32).sqrt();
    let Head { queries, keys, values, weights, mixed } = buffers;
    for (buffer, length) in [
        (&mut *out, rows * width),
        (&mut *queries, tall * size),
        (&mut *keys, size * long),
        (&mut *values, rows * value_width),
        (&mut *weights, tall * long),
        (&mut *mixed, tall * value_width),
    ] {
        buffer.clear();
        buffer.resize(length, 0.0);
    }
    for head in 0..heads {
        for (row, all) in qkv.chunks_exact(3 * width).enumerate() {
            let own = |part: usize| &all[part * width + head * size..][..size];
            for (out, q) in queries[row * size..].iter_mut().zip(own(0)) {
                *out = q * factor;
            }
            for (out, &k) in keys[row..].iter_mut().step_by(long).zip(own(1)) {
                *out = k;
            }
            values[row * value_width..][..size].copy_from_slice(own(2));
        }
        let arch = Arch::new();
        arch.dispatch(Product {
            a: queries,
            stride: size,
            depth: size,
            b: keys,
            columns: long,
            out: weights,
        });
        wide(
            #[inline(always)]
            || weights.chunks_exact_mut(long).take(rows).for_each(|row| softmax(&mut row[..rows])),
        );
        arch.dispatch(Product {
            a: weights,
            stride: long,
            depth: rows,
            b: values,
            columns: value_width,
            out: mixed,
        });
        for (out, own) in out.chunks_exact_mut(width).zip(mixed.chunks_exact(value_width)) {
            out[head * size..][..size].copy_from_slice(&own[..size]);
        }
    }
}

/// `out = a · b`: `a` of rows of `stride` numbers, of which the first `depth` count; `b` of `depth` rows of `columns`.
/// The numbers of rows and columns are multiples of a tile's.
struct Product<'a> {
    a: &'a [f32],
    stride: usize,
    depth: usize,
    b: &'a [f32],
    columns: usize,
    out: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { a, stride, depth, b, columns, out } = self;
        // A tile is two registers wide.
        let wide = 2 * S::F32_LANES;
        for (a, out) in a.chunks_exact(ROWS * stride).zip(out.chunks_exact_mut(ROWS * columns)) {
            for first in (0..columns).step_by(wide) {
                let mut sums = [[simd.splat_f32s(0.0); 2]; ROWS];
                for (k, b) in b.chunks_exact(columns).take(depth).enumerate() {
                    let (b, _) = S::as_simd_f32s(&b[first..first + wide]);
                    for (row, sums) in sums.iter_mut().enumerate() {
                        let a = simd.splat_f32s(a[row * stride + k]);
                        sums[0] = simd.add_f32s(sums[0], simd.mul_f32s(a, b[0]));
                        sums[1] = simd.add_f32s(sums[1], simd.mul_f32s(a, b[1]));
                    }
                }
                for (sums, out) in sums.iter().zip(out.chunks_exact_mut(columns)) {
                    let (out, _) = S::as_mut_simd_f32s(&mut out[first..first + wide]);
                    out.copy_from_slice(sums);
                }
            }
        }
    }
}

/// eˣ of each number, divided by their sum.
#[inline(always)]
fn softmax(row: &mut [f32]) {
    let most = largest(row);
    for value in row.iter_mut() {
        *value = exp(*value - most);
    }
    let sum = lanes(row, |v| v);
    for value in row {
        *value /= sum;
    }
}

/// In sixteen lanes, which the compiler can do side by side.
#[inline(always)]
fn largest(row: &[f32]) -> f32 {
    let mut most = [f32::NEG_INFINITY; 16];
    for chunk in row.chunks(16) {
        for (most, &x) in most.iter_mut().zip(chunk) {
            *most = if x > *most { x } else { *most };
        }
    }
    most.into_iter().fold(f32::NEG_INFINITY, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_definition() {
        let (rows, width, heads) = (37, 48, 2);
        let size = width / heads;
        let value = |k: usize| ((k * 7919 % 1009) as f32 - 504.0) / 252.0;
        let qkv: Vec<f32> = (0..rows * 3 * width).map(value).collect();
        let mut out = Vec::new();
        attend(&qkv, width, heads, &mut Head::default(), &mut out);
        let at = |row: usize, part: usize, head: usize, k: usize| {
            f64::from(qkv[row * 3 * width + part * width + head * size + k])
        };
        for row in 0..rows {
            for head in 0..heads {
                let dot = |other: usize| {
                    (0..size).map(|k| at(row, 0, head, k) * at(other, 1, head, k)).sum::<f64>()
                };
                let weights: Vec<f64> =
                    (0..rows).map(|other| (dot(other) / (size as f64).sqrt()).exp()).collect();
                let sum: f64 = weights.iter().sum();
                for k in 0..size {
                    let exact: f64 =
                        weights.iter().enumerate().map(|(o, w)| w / sum * at(o, 2, head, k)).sum();
                    assert!((f64::from(out[row * width + head * size + k]) - exact).abs() < 1e-4);
                }
            }
        }
    }
}
