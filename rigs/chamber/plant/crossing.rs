//! Water that crosses the boundary, with what it carries into or out of a layer.

use super::cell::Cell;
use super::column::{Column, Source};
use super::layer::Point;
use super::ports::{Flow, Flows};

/// Rows of every balance: salt (kg/s), energy (W), mass (kg/s).
pub(super) const SALT: usize = 0;
pub(super) const ENERGY: usize = 1;
pub(super) const MASS: usize = 2;

/// The waters that may flow in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sources {
    pub(super) reservoir: Source,
    pub(super) fresh: Source,
    pub(super) brine: Source,
}

/// Salt, energy and mass into a layer through one port, per second, with slopes by the layer's state and by pressure.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Crossing {
    pub(super) layer: usize,
    pub(super) value: [f64; 3],
    pub(super) by_celsius: [f64; 3],
    pub(super) by_salinity: [f64; 3],
    pub(super) by_pa: [f64; 3],
}

/// Every port: from the reservoir, fresh water, brine, everything out at the lid, the sampling tap.
pub(super) type Crossings = [Crossing; 5];

/// All crossings at a pressure at half height.
pub(super) fn crossings(
    column: &Column,
    sources: &Sources,
    flows: &Flows,
    cells: &[Cell],
    pressure_pa: f64,
) -> Crossings {
    let (lid, middle) = (column.count - 1, column.count / 2);
    let into = |layer: usize, flow: &Flow, source: &Source| {
        if flow.kg_per_s <= 0.0 {
            return Crossing { layer, by_pa: [0.0, 0.0, flow.by_pa], ..Crossing::default() };
        }
        entering(layer, flow, source.salinity, source.enthalpy(&column.places[layer], pressure_pa))
    };
    [
        into(lid, &flows.drawn(), &sources.reservoir),
        into(0, &flows.fresh, &sources.fresh),
        into(0, &flows.brine, &sources.brine),
        leaving(lid, &flows.out_at_lid(), &cells[lid]),
        leaving(middle, &flows.sampled, &cells[middle]),
    ]
}

fn entering(layer: usize, flow: &Flow, salinity: f64, (enthalpy, enthalpy_by_pa): (f64, f64)) -> Crossing {
    let Flow { kg_per_s, by_pa } = *flow;
    Crossing {
        layer,
        value: [kg_per_s * salinity, kg_per_s * enthalpy, kg_per_s],
        by_pa: [by_pa * salinity, by_pa * enthalpy + kg_per_s * enthalpy_by_pa, by_pa],
        ..Crossing::default()
    }
}

fn leaving(layer: usize, flow: &Flow, cell: &Cell) -> Crossing {
    let Flow { kg_per_s, by_pa } = *flow;
    let h = &cell.enthalpy;
    Crossing {
        layer,
        value: [-kg_per_s * cell.salinity, -kg_per_s * h.value, -kg_per_s],
        by_celsius: [0.0, -kg_per_s * h.by_celsius, 0.0],
        by_salinity: [-kg_per_s, -kg_per_s * h.by_salinity, 0.0],
        by_pa: [-by_pa * cell.salinity, -by_pa * h.value - kg_per_s * h.by_pa, -by_pa],
    }
}

impl Crossing {
    /// The flows after small changes of the layer's state and of pressure.
    pub(super) fn moved(&self, change: &Point, rise_pa: f64) -> [f64; 3] {
        std::array::from_fn(|row| {
            self.value[row]
                + self.by_celsius[row] * change.celsius
                + self.by_salinity[row] * change.salinity
                + self.by_pa[row] * rise_pa
        })
    }
}
