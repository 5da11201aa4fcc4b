//! How fast the plant alone lives, against scipy's BDF and RK45 on the same equations, all timed in one run.
//!
//! `cargo bench --bench plant` lets a drawn chamber live 48 hours of an ordinary schedule, told every second what to do; then
//! columns of one to 64 layers, for the curve of cost; then the schedule of `tests/reference/chamber_bdf.py` in four layers,
//! where the peers (installed by `benches/prepare`) solve the same equations in Python, RK45 for its first ten seconds only.

use anyhow::{Context as _, ensure};
use hadal_models::randomness::stream;
use hadal_models::sensor::TrueWater;
use hadal_rigs::chamber::plant::{Actuators, Faults, Parameters, Plant, Start};
use hadal_rigs::description::{Rig, parse};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const RIG: &str = include_str!("../rigs/catalog/full-ocean-depth-71l.toml");
const DAY_S: u32 = 86_400;
/// Until which second the peers' schedule commands pump, release (mL/min), stirrer (rpm) and jacket (°C).
const PEERS: [(u32, [f64; 4]); 4] = [
    (600, [250.0, 0.0, 60.0, 10.0]),
    (1800, [0.0, 0.0, 0.0, 10.0]),
    (2100, [0.0, 400.0, 120.0, 10.0]),
    (2700, [0.0, 0.0, 120.0, 30.0]),
];

fn main() -> anyhow::Result<()> {
    let rig: Rig = parse("rig", RIG)?;
    let drawn = Parameters::draw(&rig.chamber, &rig.limits, &mut stream(1, 0, "plant"));
    let water = TrueWater::draw(&mut stream(1, 0, "water"));
    let mut plant = Plant::new(drawn, water, Start::uniform(20.0, 35.0))?;
    let taken_s = timed(&mut plant, 2 * DAY_S, ordinary);
    println!(
        "a drawn chamber of ten layers, ticks of a second: {:.0} times real time",
        times(2 * DAY_S, taken_s)
    );
    println!("{:?}, {:?}", plant.work(), plant.balance());
    let nominal = Parameters::nominal(&rig.chamber, &rig.limits);
    for layers in [1, 2, 4, 8, 16, 32, 64] {
        let mut plant = column(&nominal, layers)?;
        let taken_s = timed(&mut plant, DAY_S / 2, ordinary);
        let step_us = taken_s / f64::from(DAY_S / 2) * 1e6;
        println!(
            "{layers:3} layers {step_us:7.2} µs a tick, {:8.0} times real time",
            times(DAY_S / 2, taken_s)
        );
    }
    let ours_s = (0..5)
        .map(|_| Ok(timed(&mut column(&nominal, 4)?, 2700, scheduled)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let ours_s = ours_s.into_iter().fold(f64::INFINITY, f64::min);
    let [bdf_s, rk45_s] = peer()?;
    println!(
        "2,700 s in four layers: ours {ours_s:.4} s, scipy's BDF {bdf_s:.2} s, {:.0} times ours",
        bdf_s / ours_s
    );
    let longer = rk45_s / 10.0 / (ours_s / 2700.0);
    println!("ten seconds of it by scipy's RK45: {rk45_s:.2} s, {longer:.0} times ours for as long");
    Ok(())
}

fn column(nominal: &Parameters, layers: usize) -> anyhow::Result<Plant> {
    let parameters = Parameters { layers, ..nominal.clone() };
    Ok(Plant::new(parameters, TrueWater::standard(), Start::uniform(20.0, 35.0))?)
}

fn times(simulated_s: u32, taken_s: f64) -> f64 {
    f64::from(simulated_s) / taken_s
}

/// Seconds that the plant takes to live so many.
fn timed(plant: &mut Plant, seconds: u32, commands: impl Fn(u32) -> Actuators) -> f64 {
    #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
    let begin = Instant::now();
    for second in 0..seconds {
        plant.step(&commands(second), &Faults::default(), 1.0);
    }
    begin.elapsed().as_secs_f64()
}

/// Twelve hours: stirred and tempered throughout, six ramps up of some 15 MPa with an hour's soak each, and as many down.
fn ordinary(second: u32) -> Actuators {
    let base = Actuators {
        stirrer_rpm: 120.0,
        jacket_enabled: true,
        jacket_setpoint_celsius: 5.0,
        brine_salinity_practical: 80.0,
        ..Actuators::default()
    };
    let (hour, within) = (second / 3600 % 12, second % 3600);
    match (hour, within) {
        (0..6, 0..180) => Actuators { pump_ml_per_min: 160.0 + f64::from(within % 7), ..base },
        (6..12, 0..180) => Actuators { release_ml_per_min: 180.0 + f64::from(within % 7), ..base },
        (11, 180..) => Actuators { release_ml_per_min: 900.0, ..base },
        _ => base,
    }
}

fn scheduled(second: u32) -> Actuators {
    let [pump, release, rpm, jacket] =
        PEERS.iter().find(|(until, _)| second < *until).map_or(PEERS[3].1, |p| p.1);
    Actuators {
        pump_ml_per_min: pump,
        release_ml_per_min: release,
        stirrer_rpm: rpm,
        jacket_setpoint_celsius: jacket,
        jacket_enabled: true,
        ..Actuators::default()
    }
}

/// Seconds that scipy takes: BDF for all of the schedule, RK45 for its first ten seconds.
fn peer() -> anyhow::Result<[f64; 2]> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/peers/scipy/bin/python");
    let output = Command::new(&python)
        .arg(root.join("benches/plant_peer.py"))
        .output()
        .with_context(|| format!("{}: install it with benches/prepare", python.display()))?;
    ensure!(output.status.success(), "scipy failed: {}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut numbers = said.split_whitespace().map(str::parse);
    Ok([numbers.next().context("no first number")??, numbers.next().context("no second number")??])
}
