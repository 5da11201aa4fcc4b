//! An item before anyone has seen it: the maker's equations with typical coefficients, solved for what it would send.
//!
//! How well a calibration will know an item depends on its coefficients only through sensitivities, and these differ
//! little from one item to the next.

use super::ocean::Place;
use crate::observe::{Plateau, Raw};
use hadal_models::calibration::ctd::RawReading;
use hadal_models::equation::{Equation, UnknownEquation, find};
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater;
use hadal_rigs::description::Item;

/// Counts of the pressure bridge from vacuum to the item's rating: 18 bits.
const FULL_SCALE_COUNTS: f64 = 262_144.0;
/// Standard deviation of one reading in still water: about a count of the converters, and five millihertz.
const NOISE_COUNTS: f64 = 1.0;
const NOISE_HZ: f64 = 0.005;
/// Newton's steps; smooth monotonic curves need fewer than ten.
const STEPS: u32 = 60;

/// Equations and coefficients of an item that is as its kind usually is.
pub(super) struct NominalItem {
    temperature: Curve,
    conductivity: Curve,
    pressure: Curve,
}

/// An equation with coefficients.
struct Curve {
    equation: &'static Equation,
    coefficients: Vec<f64>,
    /// Where the search for a raw output begins.
    begin: f64,
}

impl NominalItem {
    pub(super) fn of(item: &Item) -> Result<Self, UnknownEquation> {
        let mut pressure = Curve::of("sea-bird/sbe-37-pressure", item, 0.0)?;
        if !item.coefficient.contains_key("PA1") {
            let psi_per_count = AbsolutePressure::from_mpa(item.rating_mpa_sea).psi() / FULL_SCALE_COUNTS;
            pressure.set("PA1", psi_per_count);
        }
        pressure.begin = pressure.get("PTCA0");
        Ok(Self {
            temperature: Curve::of("sea-bird/sbe-37-temperature", item, 300_000.0)?,
            conductivity: Curve::of("sea-bird/sbe-37-conductivity", item, 5_000.0)?,
            pressure,
        })
    }

    /// What the item sends in this water.
    pub(super) fn reading(&self, celsius: f64, mpa_absolute: f64, salinity: f64) -> RawReading {
        let pressure = AbsolutePressure::from_mpa(mpa_absolute).sea();
        let dbar = pressure.dbar();
        let conductivity = seawater::conductivity(
            PracticalSalinity::new(salinity),
            Temperature::from_celsius(celsius),
            pressure,
        );
        let thermometer = self.pressure_thermometer_counts(celsius);
        RawReading {
            temperature_counts: self.temperature.solve(celsius, &[dbar]),
            conductivity_hz: self.conductivity.solve(conductivity.siemens_per_m(), &[celsius, dbar]),
            pressure_counts: self.pressure.solve(mpa_absolute, &[thermometer]),
            pressure_temperature_counts: thermometer,
        }
    }

    /// The same at a place.
    pub(super) fn at(&self, place: &Place) -> RawReading {
        let mpa = SeaPressure::from_mpa(place.pressure_mpa_sea).absolute().mpa();
        self.reading(place.temperature_celsius, mpa, place.salinity_practical)
    }

    /// Counts of the bridge's thermometer by the straight part of its curve; any number where the maker gave none.
    fn pressure_thermometer_counts(&self, celsius: f64) -> f64 {
        let (zero, slope) = (self.pressure.get("PTEMPA0"), self.pressure.get("PTEMPA1"));
        if slope > 0.0 { ((celsius - zero) / slope).max(1.0) } else { 1.0 }
    }
}

/// Means of so many readings, in water that stands still.
pub(super) fn means(readings: &[RawReading], count: u32) -> Raw {
    let channel = |of: fn(&RawReading) -> f64, deviation: f64| {
        let plateau = |mean| Plateau { mean, deviation, drift: 0.0, count: count as usize };
        readings.iter().map(|reading| plateau(of(reading))).collect()
    };
    Raw {
        temperature_counts: channel(|r| r.temperature_counts, NOISE_COUNTS),
        conductivity_hz: channel(|r| r.conductivity_hz, NOISE_HZ),
        pressure_counts: channel(|r| r.pressure_counts, NOISE_COUNTS),
        pressure_temperature_counts: channel(|r| r.pressure_temperature_counts, NOISE_COUNTS),
    }
}

impl Curve {
    /// Typical coefficients, with those that the item's file gives in their places.
    fn of(id: &str, item: &Item, begin: f64) -> Result<Self, UnknownEquation> {
        let equation = find(id)?;
        let mut curve = Self { equation, coefficients: equation.typical().to_vec(), begin };
        item.coefficient.iter().for_each(|(name, value)| curve.set(name, *value));
        Ok(curve)
    }

    fn set(&mut self, name: &str, value: f64) {
        if let Some(index) = self.equation.coefficient_index(name) {
            self.coefficients[index] = value;
        }
    }

    fn get(&self, name: &str) -> f64 {
        self.equation.coefficient_index(name).map_or(0.0, |index| self.coefficients[index])
    }

    /// The first input at which the equation gives `value`, the other inputs being `others`.
    fn solve(&self, value: f64, others: &[f64]) -> f64 {
        let mut inputs: Vec<f64> = std::iter::once(self.begin).chain(others.iter().copied()).collect();
        let mut by_coefficient = vec![0.0; self.coefficients.len()];
        let mut by_input = vec![0.0; inputs.len()];
        for _ in 0..STEPS {
            self.equation.gradient(&self.coefficients, &inputs, &mut by_coefficient, &mut by_input);
            let step = (value - self.equation.value(&self.coefficients, &inputs)) / by_input[0];
            // Far from the solution a straight line may lead beyond zero, where no logarithm is.
            let next = (inputs[0] + step).max(0.5 * inputs[0]);
            let moved = (next - inputs[0]).abs();
            inputs[0] = next;
            if moved <= 1e-12 * next.abs() {
                break;
            }
        }
        inputs[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::ocean;
    use hadal_rigs::description::parse;

    #[test]
    fn what_the_item_sends_means_the_water_it_is_in() {
        let item: Item = parse("item", include_str!("../../rigs/catalog/items/deep-ctd.toml")).unwrap();
        let nominal = NominalItem::of(&item).unwrap();
        for place in ocean::places(item.rating_mpa_sea) {
            let raw = nominal.at(&place);
            let sea = SeaPressure::from_mpa(place.pressure_mpa_sea);
            let (celsius, dbar) = (place.temperature_celsius, sea.dbar());
            let value = |curve: &Curve, inputs: &[f64]| curve.equation.value(&curve.coefficients, inputs);
            let mpa = value(&nominal.pressure, &[raw.pressure_counts, raw.pressure_temperature_counts]);
            assert!((mpa - sea.absolute().mpa()).abs() < 1e-9, "{place}: {mpa}");
            let found = value(&nominal.temperature, &[raw.temperature_counts, dbar]);
            assert!((found - celsius).abs() < 1e-9, "{place}: {found}");
            let found = value(&nominal.conductivity, &[raw.conductivity_hz, celsius, dbar]);
            let expected = seawater::conductivity(
                PracticalSalinity::new(place.salinity_practical),
                Temperature::from_celsius(celsius),
                sea,
            );
            assert!((found - expected.siemens_per_m()).abs() < 1e-9, "{place}: {found}");
        }
    }
}
