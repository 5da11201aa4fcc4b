//! Dissolved oxygen: carried by what flows and mixes, conserved, without effect on anything else.
//!
//! So it is solved after each stage, for concentrations c_i (µmol per kilogram of liquid), as three diagonals:
//! n_i = L_i c_i = base_i + w (what arrives − what leaves). Ice takes none. What comes in from outside has stood in air.

use super::column::{Column, Source};
use super::layer::{Content, MOST_LAYERS};
use super::ports::Flows;
use hadal_models::quantity::{PracticalSalinity, Temperature};
use hadal_models::seawater::oxygen_solubility;

/// Liquid that passes a layer's ceiling upward and downward, kg/s.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Passing {
    pub(super) up: f64,
    pub(super) down: f64,
}

/// Oxygen that flows in at a layer, µmol/s, and liquid that leaves there, kg/s.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Through {
    entering: f64,
    leaving: f64,
}

/// What passes through the ports, layer by layer.
pub(super) fn through(
    column: &Column,
    flows: &Flows,
    [reservoir, fresh, brine]: [&Source; 3],
) -> [Through; MOST_LAYERS] {
    let mut through = [Through::default(); MOST_LAYERS];
    let (lid, middle) = (column.count - 1, column.count / 2);
    let sources = [(lid, flows.drawn(), reservoir), (0, flows.fresh, fresh), (0, flows.brine, brine)];
    for (layer, flow, source) in sources {
        if flow.kg_per_s > 0.0 {
            through[layer].entering += flow.kg_per_s * source.oxygen_micromol_per_kg();
        }
    }
    through[lid].leaving += flows.out_at_lid().kg_per_s;
    through[middle].leaving += flows.sampled.kg_per_s;
    through
}

/// Rates of change of each layer's oxygen, µmol/s, at the end of a stage of this weight. `liquid_kg` is what each layer then
/// holds, `passing[i]` what passes the ceiling of layer i.
pub(super) fn rates(
    base: &[Content],
    liquid_kg: &[f64; MOST_LAYERS],
    passing: &[Passing; MOST_LAYERS],
    through: &[Through; MOST_LAYERS],
    weight_s: f64,
) -> [f64; MOST_LAYERS] {
    let count = base.len();
    let below = |index: usize| index.checked_sub(1).map_or(Passing::default(), |k| passing[k]);
    let (mut upper, mut right) = ([0.0; MOST_LAYERS], [0.0; MOST_LAYERS]);
    for index in 0..count {
        let (floor, ceiling) = (below(index), passing[index]);
        let mut pivot = liquid_kg[index] + weight_s * (floor.down + ceiling.up + through[index].leaving);
        let mut value = base[index].oxygen_umol + weight_s * through[index].entering;
        if let Some(under) = index.checked_sub(1) {
            pivot -= weight_s * floor.up * upper[under];
            value += weight_s * floor.up * right[under];
        }
        upper[index] = weight_s * ceiling.down / pivot;
        right[index] = value / pivot;
    }
    let mut concentration = right;
    for index in (0..count.saturating_sub(1)).rev() {
        concentration[index] += upper[index] * concentration[index + 1];
    }
    let mut rates = [0.0; MOST_LAYERS];
    let mut risen = 0.0;
    for index in 0..count {
        let above = if index + 1 < count { concentration[index + 1] } else { 0.0 };
        let rises = passing[index].up * concentration[index] - passing[index].down * above;
        let out = through[index].leaving * concentration[index];
        rates[index] = risen - rises + through[index].entering - out;
        risen = rises;
    }
    rates
}

/// Oxygen in water that has stood in air of one atmosphere, µmol/kg.
pub(super) fn in_air(salinity: PracticalSalinity, celsius: f64) -> f64 {
    oxygen_solubility(salinity, Temperature::from_celsius(celsius))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uniform_water_stays_uniform_and_nothing_is_lost() {
        let content = |kg: f64| Content { water_kg: kg, oxygen_umol: 250.0 * kg, ..Content::default() };
        let base = [content(7.0), content(7.1), content(7.2)];
        let mut passing = [Passing::default(); MOST_LAYERS];
        (passing[0], passing[1]) = (Passing { up: 2.0, down: 1.9 }, Passing { up: 0.5, down: 0.7 });
        // The liquid that each layer holds after what has passed.
        let mut liquid_kg = [0.0; MOST_LAYERS];
        liquid_kg[..3].copy_from_slice(&[7.0 - 0.4, 7.1 + 0.4 + 0.8, 7.2 - 0.8]);
        let rates = rates(&base, &liquid_kg, &passing, &[Through::default(); MOST_LAYERS], 4.0);
        for (index, layer) in base.iter().enumerate() {
            let concentration = (layer.oxygen_umol + 4.0 * rates[index]) / liquid_kg[index];
            assert!((concentration - 250.0).abs() < 1e-10, "{concentration}");
        }
        assert!(rates.iter().sum::<f64>().abs() < 1e-10);
    }
}
