//! No element panics, whatever numbers it is given.

use super::*;
use crate::quantity::{AbsolutePressure, Conductivity, PracticalSalinity, SeaPressure, Temperature};
use crate::randomness::stream;
use crate::sensor::effect::water_film;
use crate::sensor::population::{
    CellKind, ClarkUnit, ConductivityUnit, InductiveUnit, LightMeterUnit, OptodeUnit, OscillatorUnit, PhUnit,
    QuartzKind, QuartzUnit, ScatteringUnit, TransmissometerUnit,
};
use proptest::prelude::*;

proptest! {
    #[test]
    fn nothing_panics(run: u64, a: u64, t: u64, p: u64, speed: u64, step: u64) {
        let [a, t, p, speed, step] = [a, t, p, speed, step].map(f64::from_bits);
        let (temperature, pressure) = (Temperature::from_celsius(t), SeaPressure::from_mpa(p));
        let random = &mut stream(1, run, "any number");
        let thermometer = OscillatorUnit::draw(random);
        let _hertz = thermometer.frequency_hz(temperature, pressure);
        let mut probe = thermometer.probe.at_rest(speed, temperature);
        let _bead = thermometer.probe.follow(&mut probe, speed, temperature, step);
        let _response = thermometer.probe.response_time_s(speed, temperature);
        let _film = water_film::tube_w_per_m2_k(a, step, speed, temperature);
        let quartz = QuartzUnit::draw(QuartzKind::Bourdon, random).element;
        let mut memory = quartz.exercised(AbsolutePressure::from_mpa(p));
        quartz.follow(&mut memory, AbsolutePressure::from_mpa(a));
        let _period = quartz.period_us(&memory, temperature, AbsolutePressure::from_mpa(p));
        let glass = ConductivityUnit::draw(CellKind::Shipboard, random);
        let mut wall = glass.wall.at_rest(temperature);
        let _warmer = glass.wall.follow(&mut wall, speed, Temperature::from_celsius(a), step);
        let inductive = InductiveUnit::draw(random).element;
        let _ratio = inductive.voltage_ratio(Conductivity::from_siemens_per_m(a), temperature, pressure);
        let salinity = PracticalSalinity::new(speed);
        let water = OxygenatedWater { oxygen_umol_per_kg: a, salinity, temperature, pressure };
        let clark = ClarkUnit::draw(random).element;
        let mut membrane = clark.at_rest(&water);
        clark.follow(&mut membrane, &water, step);
        let _volts = clark.volts(&membrane, &water);
        let optode = OptodeUnit::draw(random).element;
        let mut foil = optode.foil.at_rest(&water);
        optode.foil.follow(&mut foil, &water, speed, step);
        let _phase = optode.phase_degrees(&foil, temperature, pressure);
        let acid = ElectrolytePh { free_hydrogen_mol_per_kg: a, salinity, temperature, pressure };
        let _gate = PhUnit::draw(random).element.volts(&acid);
        let _counts = ScatteringUnit::draw(random).element.counts(a, temperature, speed, step);
        let _beam = TransmissometerUnit::draw(random).element.volts(a, p, temperature, speed, step);
        let _light = LightMeterUnit::draw(random).element.volts(a, temperature);
    }
}
