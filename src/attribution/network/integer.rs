//! Linear layers that multiply small integers (Jacob et al. 2018): weights of seven bits with a scale for each row, and
//! inputs of eight bits with a scale and a zero for each row.
//!
//! A row's scale depends on that row alone, and sums of integers are exact, so results are the same on every CPU and in
//! any company. Seven bits, because x86 without VNNI adds two products of a byte and a weight in 16 bits.

use super::layers::wide;
use super::weights::Quantised;
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

thread_local! {
    /// The library's products, by the best instructions of this CPU. (It cannot be handed from thread to thread.)
    static GEMM: GemmExecutor<u8, i8, i32> = GemmExecutor::default();
}

/// The largest value of a weight.
pub const MOST: i8 = 63;

/// A matrix of `outputs` rows and `inputs` columns with a bias.
pub struct IntegerLinear {
    weights: PackedBMatrix<i8>,
    scales: Vec<f32>,
    /// Of each output's weights: what an input that is larger by one adds to its product.
    sums: Vec<i32>,
    bias: Vec<f32>,
    inputs: usize,
}

/// Buffers for the inputs and the products.
#[derive(Debug, Default)]
pub struct Integers {
    values: Vec<u8>,
    zeros: Vec<u8>,
    scales: Vec<f32>,
    products: Vec<i32>,
}

impl std::fmt::Debug for IntegerLinear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IntegerLinear({} → {})", self.inputs, self.bias.len())
    }
}

impl IntegerLinear {
    /// `None` where the numbers do not fit each other, or have more than seven bits.
    pub fn new(weights: &Quantised, bias: Vec<f32>, inputs: usize) -> Option<Self> {
        let Quantised { values, scales } = weights;
        let outputs = bias.len();
        let small = values.iter().all(|v| (-MOST..=MOST).contains(v));
        if !small || values.len() != outputs * inputs || scales.len() != outputs {
            return None;
        }
        let columns = NdTensorView::from_data([outputs, inputs], values.as_slice());
        let weights = GEMM.with(|gemm| gemm.prepack_b(columns.transposed()));
        let sums = values.chunks_exact(inputs).map(|row| row.iter().map(|&v| i32::from(v)).sum()).collect();
        Some(Self { weights, scales: scales.clone(), sums, bias, inputs })
    }

    /// `out = x · weightsᵀ + bias`, row by row.
    pub fn apply(&self, x: &[f32], integers: &mut Integers, out: &mut Vec<f32>) {
        wide(
            #[inline(always)]
            || integers.read(x, self.inputs),
        );
        let (rows, outputs) = (integers.zeros.len(), self.bias.len());
        integers.products.clear();
        integers.products.resize(rows * outputs, 0);
        let values = NdTensorView::from_data([rows, self.inputs], integers.values.as_slice());
        let (values, weights) = (GemmInputA::Unpacked(values), GemmInputB::Packed(&self.weights));
        // The library can take the zeros too, but version 0.27.0 does it wrong beyond 64 rows.
        let options = GemmOptions::default();
        let done = GEMM.with(|gemm| gemm.gemm(&mut integers.products, values, weights, options));
        debug_assert!(done.is_ok(), "all sizes were made to fit: {done:?}");
        out.clear();
        out.resize(rows * outputs, 0.0);
        wide(
            #[inline(always)]
            || {
                let rows = out.chunks_exact_mut(outputs).zip(integers.products.chunks_exact(outputs));
                for ((out, products), (&scale, &zero)) in
                    rows.zip(integers.scales.iter().zip(&integers.zeros))
                {
                    let columns = products.iter().zip(&self.sums).zip(self.scales.iter().zip(&self.bias));
                    for (out, ((&product, &sum), (&own, &bias))) in out.iter_mut().zip(columns) {
                        *out = (product - i32::from(zero) * sum) as f32 * (scale * own) + bias;
                    }
                }
            },
        );
    }
}

impl Integers {
    /// Rows of floats → bytes; a row's smallest and largest value, and zero, are the ends of its scale.
    #[inline(always)]
    fn read(&mut self, x: &[f32], width: usize) {
        self.values.clear();
        self.values.resize(x.len(), 0);
        self.zeros.clear();
        self.scales.clear();
        for (values, row) in self.values.chunks_exact_mut(width).zip(x.chunks_exact(width)) {
            let (least, most) = ends(row);
            let scale = ((most - least) / 255.0).max(1e-12);
            let inverse = 1.0 / scale;
            let zero = rounded(-least * inverse);
            for (value, &x) in values.iter_mut().zip(row) {
                *value = rounded((x * inverse + f32::from(zero)).clamp(0.0, 255.0));
            }
            self.zeros.push(zero);
            self.scales.push(scale);
        }
    }
}

/// The smallest and the largest value and zero, in sixteen lanes.
#[inline(always)]
fn ends(row: &[f32]) -> (f32, f32) {
    let (mut least, mut most) = ([0.0_f32; 16], [0.0_f32; 16]);
    for chunk in row.chunks(16) {
        for ((least, most), &x) in least.iter_mut().zip(&mut most).zip(chunk) {
            *least = if x < *least { x } else { *least };
            *most = if x > *most { x } else { *most };
        }
    }
    (least.into_iter().fold(0.0, f32::min), most.into_iter().fold(0.0, f32::max))
}

/// The nearest whole number of a value from 0 to 255: from the lowest bits of the float that is 1.5 · 2²³ larger.
#[inline(always)]
fn rounded(value: f32) -> u8 {
    (value + 12_582_912.0).to_bits() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_near_those_of_floats() {
        let (inputs, outputs, rows) = (384, 48, 130);
        let value = |k: usize| ((k * 7919 % 1009) as f32 - 504.0) / 504.0;
        let values: Vec<i8> = (0..inputs * outputs).map(|k| (value(k) * 63.0) as i8).collect();
        let weights = Quantised {
            values: values.clone(),
            scales: (0..outputs).map(|k| 0.001 + value(k).abs() / 900.0).collect(),
        };
        let bias: Vec<f32> = (0..outputs).map(value).collect();
        let x: Vec<f32> = (0..inputs * rows).map(|k| value(k + 31) * (1 + k % 3) as f32).collect();
        let layer = IntegerLinear::new(&weights, bias.clone(), inputs).unwrap();
        let mut out = Vec::new();
        layer.apply(&x, &mut Integers::default(), &mut out);
        for (row, out) in x.chunks(inputs).zip(out.chunks(outputs)) {
            for (k, out) in out.iter().enumerate() {
                let own = values[k * inputs..][..inputs].iter().zip(row);
                let exact: f32 =
                    own.map(|(&w, x)| f32::from(w) * weights.scales[k] * x).sum::<f32>() + bias[k];
                // Half a step of each of 384 inputs, as they add up by chance.
                assert!((out - exact).abs() < 0.1, "{out} {exact}");
            }
        }
        // A row comes out the same in any company.
        let mut alone = Vec::new();
        layer.apply(&x[inputs..3 * inputs], &mut Integers::default(), &mut alone);
        assert_eq!(alone, out[outputs..3 * outputs]);
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        let weights = Quantised { values: [[MOST; 1536], [-MOST; 1536]].concat(), scales: vec![1.0; 2] };
        let layer = IntegerLinear::new(&weights, vec![0.0; 2], 1536).unwrap();
        let mut out = Vec::new();
        layer.apply(&[[1.0; 1536], [-1.0; 1536]].concat(), &mut Integers::default(), &mut out);
        let sum = 63.0 * 1536.0;
        for (out, exact) in out.iter().zip([sum, -sum, -sum, sum]) {
            assert!((out / exact - 1.0).abs() < 1e-4, "{out} {exact}");
        }
        let large = Quantised { values: vec![64; 1536], scales: vec![1.0] };
        assert!(IntegerLinear::new(&large, vec![0.0], 1536).is_none());
    }
}
