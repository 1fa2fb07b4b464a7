//! The layers that both networks are made of.
//!
//! The matrix products, where nearly all of the time goes, are those of the `gemm-f32` crate; the rest is a few loops. A
//! row never depends on a batch, so extraction stays a pure function.

/// A matrix of `outputs` rows and `inputs` columns with a bias.
#[derive(Debug)]
pub struct Linear {
    /// Row by row, a row for each output.
    pub weights: Vec<f32>,
    /// One number for each output.
    pub bias: Vec<f32>,
    /// The numbers that it reads.
    pub inputs: usize,
    /// The numbers that it gives.
    pub outputs: usize,
}

/// Layer norm (Ba et al. 2016).
#[derive(Debug)]
pub struct LayerNorm {
    pub scale: Vec<f32>,
    pub shift: Vec<f32>,
    pub epsilon: f32,
}

/// One direction of the GRU. Rows: reset, update and new gate.
#[derive(Debug)]
pub struct Direction {
    pub input: Linear,
    /// Transposed: `[hidden][3 × hidden]`, so that the inner loop runs over contiguous outputs.
    pub hidden: Vec<f32>,
    pub hidden_bias: Vec<f32>,
}

/// A bidirectional GRU (Cho et al. 2014) whose projected states are added to what it reads.
#[derive(Debug)]
pub struct Gru {
    pub norm: LayerNorm,
    pub forward: Direction,
    pub backward: Direction,
    pub output: Linear,
    /// States of one direction.
    pub hidden: usize,
}

/// Runs a few plain loops with the widest instructions that this CPU has. Each float operation stays as it is written, so
/// the result is the same on every CPU. What the closure calls must be `#[inline(always)]`, and the closure too.
#[inline(always)]
pub fn wide<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

impl Linear {
    /// `out = x · weightsᵀ + bias`, row by row.
    pub fn apply(&self, x: &[f32], rows: usize, out: &mut Vec<f32>) {
        out.clear();
        out.reserve(rows * self.outputs);
        for _ in 0..rows {
            out.extend_from_slice(&self.bias);
        }
        multiply(x, &self.weights, rows, self.inputs, self.outputs, out);
    }
}

/// `out += x · wᵀ`, with x `[rows, inputs]`, w `[outputs, inputs]`, out `[rows, outputs]`, all row-major.
#[allow(
    unsafe_code,
    reason = "the library's one door takes pointers; the lengths are asserted above the call"
)]
fn multiply(x: &[f32], w: &[f32], rows: usize, inputs: usize, outputs: usize, out: &mut [f32]) {
    assert!(x.len() >= rows * inputs && w.len() >= outputs * inputs && out.len() >= rows * outputs);
    // SAFETY: the strides below stay within the lengths that were just asserted.
    unsafe {
        // The product is written down transposed, since the kernels prefer columns: outᵀ += w · xᵀ.
        gemm_f32::gemm::f32::get_gemm_fn()(
            outputs,
            rows,
            inputs,
            out.as_mut_ptr(),
            outputs as isize,
            1,
            true,
            w.as_ptr(),
            1,
            inputs as isize,
            x.as_ptr(),
            inputs as isize,
            1,
            1.0,
            1.0,
            false,
            false,
            false,
            gemm_common::Parallelism::None,
        );
    }
}

impl LayerNorm {
    /// PyTorch's usual epsilon.
    pub const EPSILON: f32 = 1e-5;

    /// Row by row, into `out`.
    pub fn apply(&self, x: &[f32], out: &mut Vec<f32>) {
        out.clear();
        out.resize(x.len(), 0.0);
        wide(
            #[inline(always)]
            || self.rows(x, out),
        );
    }

    #[inline(always)]
    fn rows(&self, x: &[f32], out: &mut [f32]) {
        let width = self.scale.len();
        for (out, x) in out.chunks_exact_mut(width).zip(x.chunks_exact(width)) {
            let mean = lanes(x, |v| v) / width as f32;
            let variance = lanes(x, |v| (v - mean) * (v - mean)) / width as f32;
            let factor = 1.0 / (variance + self.epsilon).sqrt();
            for (((out, &x), &scale), &shift) in out.iter_mut().zip(x).zip(&self.scale).zip(&self.shift) {
                *out = (x - mean) * factor * scale + shift;
            }
        }
    }
}

/// A sum in eight lanes, which the compiler can do side by side.
#[inline(always)]
pub fn lanes(x: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0_f32; 8];
    let chunks = x.chunks_exact(8);
    let rest: f32 = chunks.remainder().iter().map(|&v| term(v)).sum();
    for chunk in chunks {
        for (sum, &v) in sums.iter_mut().zip(chunk) {
            *sum += term(v);
        }
    }
    sums.iter().sum::<f32>() + rest
}

impl Gru {
    /// Adds the projected states of both directions to `x`. `buffers` are for its own use.
    pub fn add(&self, x: &mut [f32], rows: usize, buffers: [&mut Vec<f32>; 3]) {
        let hidden = self.hidden;
        let [normed, states, gates] = buffers;
        self.norm.apply(x, normed);
        states.clear();
        states.resize(rows * 2 * hidden, 0.0);
        self.forward.input.apply(normed, rows, gates);
        wide(
            #[inline(always)]
            || self.forward.run(gates, hidden, 0..rows, 0, states),
        );
        self.backward.input.apply(normed, rows, gates);
        wide(
            #[inline(always)]
            || self.backward.run(gates, hidden, (0..rows).rev(), hidden, states),
        );
        self.output.apply(states, rows, gates);
        for (x, &y) in x.iter_mut().zip(gates.iter()) {
            *x += y;
        }
    }
}

impl Direction {
    /// Runs over the rows in the given order; writes each state at `column` of its row of `states`.
    #[inline(always)]
    fn run(
        &self,
        input: &[f32],
        hidden: usize,
        order: impl Iterator<Item = usize>,
        column: usize,
        states: &mut [f32],
    ) {
        let mut state = vec![0.0_f32; hidden];
        let mut own = vec![0.0_f32; 3 * hidden];
        for row in order {
            own.copy_from_slice(&self.hidden_bias);
            for (&s, weights) in state.iter().zip(self.hidden.chunks_exact(3 * hidden)) {
                for (own, &w) in own.iter_mut().zip(weights) {
                    *own += s * w;
                }
            }
            let input = &input[row * 3 * hidden..][..3 * hidden];
            for (k, state) in state.iter_mut().enumerate() {
                let reset = sigmoid(input[k] + own[k]);
                let update = sigmoid(input[hidden + k] + own[hidden + k]);
                let new = 2.0 * sigmoid(2.0 * (input[2 * hidden + k] + reset * own[2 * hidden + k])) - 1.0;
                *state = (1.0 - update) * new + update * *state;
            }
            states[row * 2 * hidden + column..][..hidden].copy_from_slice(&state);
        }
    }
}

/// 1 / (1 + e⁻ˣ) to about seven digits.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// eˣ to about seven digits (within ±87), without a branch, so that the compiler can do many at once: 2ⁿ from the bits of
/// the exponent, the rest from a polynomial (the Taylor series of eᶠ for |f| ≤ ln 2 / 2).
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let y = x.clamp(-87.0, 87.0);
    let n = (y * std::f32::consts::LOG2_E + 12_582_912.0) - 12_582_912.0;
    let f = (y - n * 0.693_359_4) + n * 2.121_944_4e-4;
    let power =
        1.0 + f * (1.0 + f * (0.5 + f * (1.0 / 6.0 + f * (1.0 / 24.0 + f * (1.0 / 120.0 + f / 720.0)))));
    power * f32::from_bits(((n as i32 + 127) << 23) as u32)
}

/// x · Φ(x), the exact form (Hendrycks & Gimpel 2016), to about 3e-7; the error function by Abramowitz & Stegun 7.1.26.
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    let y = x * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * y.abs());
    let series =
        t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_8 + t * (-1.453_152_1 + t * 1.061_405_4))));
    // Both halves of the curve from the tail of the error function, which loses no digits far from zero.
    let tail = 0.5 * x.abs() * series * exp(-y * y);
    x.max(0.0) - tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigmoid_is_exact_to_six_digits() {
        for k in -2000..=2000 {
            let x = k as f32 / 100.0;
            let exact = 1.0 / (1.0 + (-f64::from(x)).exp());
            assert!((f64::from(sigmoid(x)) - exact).abs() < 1e-6, "{x}");
        }
        assert!(sigmoid(f32::MAX) <= 1.0 && sigmoid(f32::MIN) >= 0.0);
    }

    #[test]
    fn gelu_is_exact_to_six_digits() {
        for k in -800..=800 {
            let x = f64::from(k) / 100.0;
            // Φ by Simpson's rule over [0, x].
            let density = |t: f64| (-t * t / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
            let step = x / 200.0;
            let sum: f64 = (0..200)
                .map(|n| f64::from(n) * step)
                .map(|t| density(t) + 4.0 * density(t + step / 2.0) + density(t + step))
                .sum();
            let exact = x * (0.5 + sum * step / 6.0);
            assert!((f64::from(gelu(x as f32)) - exact).abs() < 1e-6, "{x}");
        }
        assert_eq!(gelu(1e9), 1e9);
        assert!(gelu(-1e9).abs() < 1e-30);
    }
}
