//! Fits a model's calibration (`src/attribution/model.rs`): `cargo run --release --example calibrate -- accurate <
//! gold.jsonl`, with the articles of `aside.txt` (those of even number in the order of their ids; the odd ones are only reported on).
//!
//! Prints the constants and, for the odd half, how often attributions of each confidence were right.

#![allow(clippy::print_stdout, reason = "its results")]

use onrecord::attribution::Bundled;
use onrecord::eval::words::{Words, jaccard};
use onrecord::eval::{attributions, gold};
use onrecord::extract::Extractor;
use std::io::BufRead;

fn main() -> anyhow::Result<()> {
    let aside: Vec<&str> = include_str!("aside.txt").lines().filter(|l| !l.starts_with('#')).collect();
    let which = match std::env::args().nth(1).as_deref() {
        Some("accurate") => Bundled::Accurate,
        Some("fast") => Bundled::Fast,
        _ => anyhow::bail!("usage: calibrate accurate|fast < gold.jsonl"),
    };
    let extractor = Extractor::new(which);
    let (mut fit, mut report) = (Vec::new(), Vec::new());
    for line in std::io::stdin().lock().lines() {
        let article = gold::annotated(line?.as_bytes()).map_err(anyhow::Error::msg)?;
        let id: String = serde_json::from_str(&article.id)?;
        let Some(number) = aside.iter().position(|a| *a == id) else { continue };
        let extraction = extractor.extract(&article.article);
        let words = Words::of(&article.article.text);
        let found = attributions::attributed(&words, &gold::of_extraction(&article.article, &extraction));
        let wanted = attributions::attributed(&words, &article.attributions);
        let pairs = attributions::pair(&wanted, &found);
        let outer = extraction.attributions.iter().filter(|a| a.inside.is_none());
        for (j, attribution) in outer.enumerate() {
            let right =
                pairs.iter().any(|&(g, f)| f == j && jaccard(&wanted[g].source, &found[f].source) >= 0.5);
            let p = f64::from(attribution.confidence).clamp(1e-4, 1.0 - 1e-4);
            let list = if number % 2 == 0 { &mut fit } else { &mut report };
            list.push(((p / (1.0 - p)).ln(), right));
        }
    }
    let (mut slope, mut offset) = (1.0_f64, 0.0_f64);
    for _ in 0..5000 {
        let (mut by_slope, mut by_offset) = (0.0, 0.0);
        for &(x, right) in &fit {
            let error = 1.0 / (1.0 + (-(slope * x + offset)).exp()) - f64::from(u8::from(right));
            by_slope += error * x;
            by_offset += error;
        }
        slope -= 0.1 * by_slope / fit.len() as f64;
        offset -= 0.1 * by_offset / fit.len() as f64;
    }
    let (old_slope, old_offset) = which.calibration();
    let (old_slope, old_offset) = (f64::from(old_slope), f64::from(old_offset));
    println!("calibration: ({:.3}, {:.3})", slope * old_slope, slope * old_offset + offset);
    let error = |(x, right): &(f64, bool)| {
        let p = 1.0 / (1.0 + (-(slope * x + offset)).exp());
        (p - f64::from(u8::from(*right))).powi(2)
    };
    println!("Brier score {:.3}", report.iter().map(error).sum::<f64>() / report.len().max(1) as f64);
    println!("confidence  attributions  right");
    for tenth in 0..10 {
        let p = |x: f64| 1.0 / (1.0 + (-(slope * x + offset)).exp());
        let of: Vec<_> =
            report.iter().filter(|(x, _)| (p(*x) * 10.0).floor().min(9.0) as i32 == tenth).collect();
        let right = of.iter().filter(|(_, right)| *right).count();
        println!("0.{tenth}-0.{}{:14}{:10.2}", tenth + 1, of.len(), right as f64 / of.len().max(1) as f64);
    }
    Ok(())
}
