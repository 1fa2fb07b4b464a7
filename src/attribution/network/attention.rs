//! Scaled dot-product attention of several heads (Vaswani et al. 2017).
//!
//! Plain loops over small tiles, each product and each sum by itself in a fixed order: the compiler makes them as wide
//! as the CPU allows, and the result is the same to the last bit on every CPU.

use super::layers::exp;

/// Rows and columns of a tile of results.
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
    // Rows of zeros make up the last tile.
    let (tall, wide) = (rows.next_multiple_of(ROWS), rows.next_multiple_of(COLUMNS));
    let factor = 1.0 / (size as f32).sqrt();
    out.clear();
    out.resize(rows * width, 0.0);
    let Head { queries, keys, values, weights, mixed } = buffers;
    for (buffer, length) in [
        (&mut *queries, tall * size),
        (&mut *keys, size * wide),
        (&mut *values, rows * size.next_multiple_of(COLUMNS)),
        (&mut *weights, tall * wide),
        (&mut *mixed, tall * size.next_multiple_of(COLUMNS)),
    ] {
        buffer.clear();
        buffer.resize(length, 0.0);
    }
    let value_width = size.next_multiple_of(COLUMNS);
    for head in 0..heads {
        for (row, all) in qkv.chunks_exact(3 * width).enumerate() {
            let own = |part: usize| &all[part * width + head * size..][..size];
            for (out, q) in queries[row * size..].iter_mut().zip(own(0)) {
                *out = q * factor;
            }
            for (out, &k) in keys[row..].iter_mut().step_by(wide).zip(own(1)) {
                *out = k;
            }
            values[row * value_width..][..size].copy_from_slice(own(2));
        }
        product(queries, size, keys, wide, weights);
        for row in weights.chunks_exact_mut(wide).take(rows) {
            softmax(&mut row[..rows]);
        }
        // The columns behind the last row meet no value.
        product_of(weights, wide, rows, values, value_width, mixed);
        for (out, own) in out.chunks_exact_mut(width).zip(mixed.chunks_exact(value_width)) {
            out[head * size..][..size].copy_from_slice(&own[..size]);
        }
    }
}

fn product(a: &[f32], depth: usize, b: &[f32], columns: usize, out: &mut [f32]) {
    product_of(a, depth, depth, b, columns, out);
}

/// `out = a · b`: `a` of rows of `stride` numbers, of which the first `depth` count; `b` of `depth` rows of `columns`.
#[inline(always)]
fn product_of(a: &[f32], stride: usize, depth: usize, b: &[f32], columns: usize, out: &mut [f32]) {
    for (a, out) in a.chunks_exact(ROWS * stride).zip(out.chunks_exact_mut(ROWS * columns)) {
        for first in (0..columns).step_by(COLUMNS) {
            let mut tile = [[0.0_f32; COLUMNS]; ROWS];
            let b = b.chunks_exact(columns).take(depth).map(|row| &row[first..first + COLUMNS]);
            for (k, b) in b.enumerate() {
                for (row, tile) in tile.iter_mut().enumerate() {
                    let a = a[row * stride + k];
                    for (sum, b) in tile.iter_mut().zip(b) {
                        *sum += a * b;
                    }
                }
            }
            for (tile, out) in tile.iter().zip(out.chunks_exact_mut(columns)) {
                out[first..first + COLUMNS].copy_from_slice(tile);
            }
        }
    }
}

#[inline(always)]
fn softmax(row: &mut [f32]) {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for value in row.iter_mut() {
        *value = exp(*value - most);
    }
    let sum = super::layers::lanes(row, |v| v);
    for value in row {
        *value /= sum;
    }
}
