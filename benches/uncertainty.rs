//! Monte Carlo of JCGM 101's mass model and GUM evaluations against suncal, NumPy and GTC, all timed in one run.
//!
//! `cargo bench --bench uncertainty` times a million trials with all statistics (mean, u, symmetric and shortest interval) of
//! the model as native code, on one thread and on all, and first-order evaluations of the budget's formula with effective degrees
//! of freedom. The peers are installed by `benches/prepare`; they run before and after, and the better time counts.

use anyhow::{Context as _, ensure};
use hadal_models::uncertainty::measurement::{Measurement, Model, Output};
use hadal_models::uncertainty::{Estimates, Length, OneThread, Workers, simulate};
use rayon::prelude::*;
use std::hint::black_box;
use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const BUDGET: &str = include_str!("../rigs/catalog/budgets/mass.toml");
const TRIALS: u64 = 1_000_000;
const ROUNDS: u64 = 15;
const EVALUATIONS: u32 = 300_000;

/// The mass model of JCGM 101, 9.3.
#[derive(Clone, Copy, Debug)]
struct Mass;

impl Model for Mass {
    fn column(&self, inputs: &[&[f64]], results: &mut [f64]) {
        let [reference, added, air, weight, standard] = inputs else { return };
        let masses = reference.iter().zip(*added);
        let densities = air.iter().zip(*weight).zip(*standard);
        for (result, ((reference, added), ((air, weight), standard))) in
            results.iter_mut().zip(masses.zip(densities))
        {
            let buoyancy = (air - 1.2) * (1.0 / weight - 1.0 / standard);
            *result = (reference + added) * (1.0 + buoyancy) - 1e5;
        }
    }

    fn gradient(&self, _inputs: &[f64], _by_input: &mut [f64]) -> f64 {
        f64::NAN
    }
}

/// All cores.
struct AllCores;

impl Workers for AllCores {
    fn run<T: Send>(&mut self, numbers: Range<u64>, work: &(impl Fn(u64) -> T + Sync)) -> Vec<T> {
        numbers.into_par_iter().map(work).collect()
    }

    fn hear(&mut self, _done: u64, _expected: u64) {}
}

fn main() -> anyhow::Result<()> {
    let budget = Measurement::parse(BUDGET)?;
    let native = Measurement {
        title: String::new(),
        inputs: budget.inputs.clone(),
        outputs: vec![Output { name: "deviation".to_owned(), model: Mass, requirement: None }],
        coverage: 0.95,
    };
    let before = [peer("suncal")?, peer("GTC")?];
    let one = best(|seed| simulate(&native, seed, Length::Trials(TRIALS), &mut OneThread).is_ok());
    let all = best(|seed| simulate(&native, seed, Length::Trials(TRIALS), &mut AllCores).is_ok());
    let text = best(|seed| simulate(&budget, seed, Length::Trials(TRIALS), &mut OneThread).is_ok());
    let estimates = Estimates::new(&budget.inputs);
    let model = &budget.outputs[0].model;
    let mut sensitivities = vec![0.0; budget.inputs.list().len()];
    let gum = best(|_| {
        for _ in 0..EVALUATIONS {
            black_box(black_box(&estimates).propagate(model, &mut sensitivities));
        }
        true
    }) / f64::from(EVALUATIONS);
    let after = [peer("suncal")?, peer("GTC")?];
    let better = |place: usize, figure: usize| before[place][figure].min(after[place][figure]);
    let (suncal, numpy, gtc) = (better(0, 0), better(0, 1), better(1, 0));
    println!("JCGM 101 mass model, {TRIALS} trials with all statistics, milliseconds");
    for (name, seconds) in [
        ("native, one thread", one),
        ("native, all threads", all),
        ("formula, one thread", text),
        ("suncal", suncal),
        ("NumPy", numpy),
    ] {
        println!(
            "{name:<22} {:8.2}   suncal / this {:5.1}   NumPy / this {:5.1}",
            1e3 * seconds,
            suncal / seconds,
            numpy / seconds
        );
    }
    println!("first-order evaluations with degrees of freedom, per second");
    println!("ours {:12.0}   GTC {:10.0}   ratio {:.1}", 1.0 / gum, 1.0 / gtc, gtc / gum);
    println!("asked for: 4 times suncal, faster than NumPy, 20 times GTC");
    Ok(())
}

/// Seconds of the best round.
fn best(mut work: impl FnMut(u64) -> bool) -> f64 {
    #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
    let now = Instant::now;
    let round = |seed| {
        let begin = now();
        assert!(black_box(work(seed)), "the work failed");
        begin.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
}

/// Seconds that a peer says, one or two.
fn peer(name: &str) -> anyhow::Result<Vec<f64>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/peers").join(name).join("bin/python");
    let output = Command::new(&python)
        .arg(root.join("benches/uncertainty_peer.py"))
        .arg(name)
        .output()
        .with_context(|| format!("{}: install it with benches/prepare", python.display()))?;
    ensure!(output.status.success(), "{name} failed: {}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let last = said.lines().last().context("the peer said nothing")?;
    Ok(last.split_whitespace().map(str::parse).collect::<Result<_, _>>()?)
}
