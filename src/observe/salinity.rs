//! Practical salinity at each point, from bottles at ambient pressure and the mass pumped in since.
//!
//! Salinity changes within a leg only by what the pump adds. Both bottles of a leg are traced back to the start of the
//! leg and averaged; the pumped fraction carries the mean forward to each point.

use super::{Bottle, ObserveError, ReferenceSeries, Run};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::seawater;
use hadal_models::uncertainty::{Component, Kind, Parameters};
use hadal_record::event::Drawn;
use hadal_rigs::chamber::nominal::NominalChamber;
use hadal_rigs::description::Rig;
use nalgebra::DMatrix;

/// Below this a leg without a reservoir bottle is taken as not pumped at all.
const NEGLIGIBLE_ML: f64 = 1.0;

/// One leg's water.
struct LegWater {
    /// Practical salinity at the start of the leg, by all its bottles.
    start: f64,
    /// The pump's water less that.
    pump_excess: f64,
    /// Bottles that `start` rests on.
    bottles: f64,
    /// How far the leg's own bottles disagree after allowing for pumped water.
    disagreement: f64,
}

pub(super) fn practical(run: &Run) -> Result<ReferenceSeries, ObserveError> {
    let salinometer = &run.rig.salinometer;
    let mut waters: Vec<Option<LegWater>> = run.procedure.leg.iter().map(|_| None).collect();
    let (mut values, mut bottle, mut pump, mut change) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for point in &run.points {
        let Some(known) = waters.get_mut(point.leg) else { continue };
        if known.is_none() {
            *known = Some(leg_water(run, point.leg)?);
        }
        let Some(water) = known else { continue };
        let fraction = fraction(run, point.leg, point.pumped_ml);
        values.push(water.start + fraction * water.pump_excess);
        bottle.push(salinometer.repeatability_standard_uncertainty_practical / water.bottles.sqrt());
        pump.push(pump_uncertainty(&run.rig, fraction, water.pump_excess));
        change.push(water.disagreement / 12.0_f64.sqrt());
    }
    Ok(ReferenceSeries { components: run.named(components(run, bottle, pump, change)), values })
}

/// The pumped fraction is uncertain by a share of itself, and the reservoir's bottle as any other.
fn pump_uncertainty(rig: &Rig, fraction: f64, excess: f64) -> f64 {
    let amount = fraction * excess * rig.chamber.pumped_fraction_relative_standard_uncertainty;
    let bottle = fraction * rig.salinometer.repeatability_standard_uncertainty_practical;
    (amount * amount + bottle * bottle).sqrt()
}

fn components(run: &Run, bottle: Vec<f64>, pump: Vec<f64>, change: Vec<f64>) -> Vec<Component> {
    let salinometer = &run.rig.salinometer;
    let uncertainty = salinometer.standardisation_standard_uncertainty_practical;
    // One error for all bottles, and for all that the same standardisation serves.
    let standardisation = Parameters::new(
        vec![format!("{}: standardisation", salinometer.certificate)],
        &vec![vec![1.0]; bottle.len()],
        DMatrix::from_element(1, 1, uncertainty * uncertainty),
    );
    let certificate = format!("certificate {}", salinometer.certificate);
    let legs = || run.leg_groups();
    let grouped = |name: &str, source: &str, kind: Kind, values: Vec<f64>| {
        Component::grouped(name, source, kind, values, legs())
    };
    vec![
        Component::from_parameters("salinometer standardisation", &certificate, Kind::B, standardisation),
        grouped("bottle salinity", &certificate, Kind::B, bottle),
        grouped(
            "pump water",
            "rig file, share of the pumped fraction; and the reservoir's bottle",
            Kind::B,
            pump,
        ),
        grouped("salinity change", "difference of a leg's bottles as a rectangle", Kind::A, change),
    ]
}

fn leg_water(run: &Run, leg: usize) -> Result<LegWater, ObserveError> {
    let bottle = |drawn: Drawn| run.bottles.iter().rev().find(|b| b.leg == leg && b.drawn == drawn);
    let (before, after) = (bottle(Drawn::BeforeLeg), bottle(Drawn::AfterLeg));
    let name = || run.procedure.leg.get(leg).map_or_else(String::new, |leg| leg.name.clone());
    let any = before.or(after).ok_or_else(|| ObserveError::NoBottle { leg: name() })?;
    let reservoir = bottle(Drawn::PumpReservoir);
    let points = run.points.iter().filter(|point| point.leg == leg).map(|point| point.pumped_ml);
    let pumped_ml = points.chain(after.map(|bottle| bottle.pumped_ml)).fold(0.0, f64::max);
    if reservoir.is_none() && pumped_ml > NEGLIGIBLE_ML {
        return Err(ObserveError::NoReservoirBottle { leg: name(), pumped_ml });
    }
    let pump = reservoir.map_or(any.salinity_practical, |bottle| bottle.salinity_practical);
    let end = after.map_or(0.0, |bottle| fraction(run, leg, bottle.pumped_ml));
    Ok(trace_back(before, after, pump, end))
}

/// Both bottles as they would have been at the start: S_end = S₀ + x(S_pump − S₀), so S₀ = (S_end − x S_pump)/(1 − x).
fn trace_back(before: Option<&Bottle>, after: Option<&Bottle>, pump: f64, end_fraction: f64) -> LegWater {
    let first = before.map(|bottle| bottle.salinity_practical);
    let last = after.map(|bottle| (bottle.salinity_practical - end_fraction * pump) / (1.0 - end_fraction));
    let found: Vec<f64> = first.into_iter().chain(last).collect();
    let bottles = f64::from(u8::try_from(found.len()).unwrap_or(1));
    let start = found.iter().sum::<f64>() / bottles;
    let disagreement = first.zip(last).map_or(0.0, |(first, last)| (first - last).abs());
    LegWater { start, pump_excess: pump - start, bottles, disagreement }
}

/// Pumped mass over the chamber's, both by the nominal model.
fn fraction(run: &Run, leg: usize, millilitres: f64) -> f64 {
    let Some(leg) = run.procedure.leg.get(leg) else { return 0.0 };
    let salinity = PracticalSalinity::new(leg.salinity_practical);
    let celsius = Temperature::from_celsius;
    let ambient = AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA);
    let density =
        seawater::density(salinity.reference(), celsius(run.rig.chamber.ambient_celsius), ambient.sea());
    let chamber = NominalChamber::new(&run.rig.chamber);
    let pumped_kg = density * millilitres * 1e-6;
    pumped_kg / (pumped_kg + chamber.water_mass_kg(ambient, salinity, celsius(leg.temperature_celsius)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bottle(drawn: Drawn, salinity_practical: f64) -> Bottle {
        Bottle { leg: 0, drawn, pumped_ml: 0.0, salinity_practical }
    }

    #[test]
    fn a_leg_diluted_by_its_pump_has_one_start() {
        // 35 diluted by 4 % of 30 ends at 34.8: both bottles then tell the same start.
        let (before, after) = (bottle(Drawn::BeforeLeg, 35.0), bottle(Drawn::AfterLeg, 34.8));
        let water = trace_back(Some(&before), Some(&after), 30.0, 0.04);
        assert!((water.start - 35.0).abs() < 1e-12);
        assert!(water.disagreement < 1e-12);
        assert!((water.pump_excess + 5.0).abs() < 1e-12);
    }

    #[test]
    fn one_bottle_is_enough_but_weighs_less() {
        let before = bottle(Drawn::BeforeLeg, 35.0);
        let water = trace_back(Some(&before), None, 35.0, 0.0);
        assert!((water.bottles - 1.0).abs() < 1e-15 && water.disagreement < 1e-15);
    }
}
