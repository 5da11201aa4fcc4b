//! One implicit stage: the state x with content(x) = base + w · rates(x), by Newton's method.
//!
//! Unknown are temperature, salinity and through-flow of every layer, the pressure at half height, and the bore's
//! temperature; rings, jacket, regulator and creep are eliminated before. With one flow less than layers the last one,
//! through the ceiling, is kept and must vanish: that is the equation which the pressure answers.

use super::Parameters;
use super::balance::Last;
use super::bordered::{Chain, border};
use super::cell::Cell;
use super::column::Column;
use super::creep::{self, Strains};
use super::crossing::{Crossings, MASS, Sources, crossings};
use super::ice::Freezing;
use super::layer::{Content, MOST_LAYERS, Point};
use super::mixing::Link;
use super::ports::{Flows, Ports, SEAT_PA};
use super::wall::{Reduced, Surroundings, Wall, WallRates, WallState};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use nalgebra::Vector2;

/// Newton's method ends with a correction below these; the error left is of the order of its square.
const SMALL_PA: f64 = 1e-2;
const SMALL_K: f64 = 1e-8;
const SMALL_SALINITY: f64 = 1e-11;
const MOST_ITERATIONS: u32 = 30;

/// Contents that a stage starts from.
#[derive(Clone, Copy)]
pub(super) struct Base {
    pub(super) content: [Content; MOST_LAYERS],
    pub(super) volume_m3: f64,
    pub(super) wall: WallState,
    pub(super) creep: Strains,
    pub(super) oil_pa: f64,
}

/// The unknowns, with what hangs on them.
#[derive(Clone, Copy)]
pub(super) struct Iterate {
    pub(super) point: [Point; MOST_LAYERS],
    pub(super) pressure_pa: f64,
    pub(super) wall: WallState,
}

/// Rates of change at the end of a stage, and what crosses the boundary.
pub(super) struct Rates {
    pub(super) content: [Content; MOST_LAYERS],
    pub(super) volume_m3_per_s: f64,
    pub(super) wall: WallRates,
    pub(super) creep: Strains,
    pub(super) oil_pa_per_s: f64,
    pub(super) flows: Flows,
    /// Salt, energy and mass through each port.
    pub(super) crossed: [[f64; 3]; 5],
    /// Heat from the hall through lid and stems, of stirring, and work on the wall, W.
    pub(super) hall_w: f64,
    pub(super) stirred_w: f64,
    pub(super) work_w: f64,
}

/// A stage at its end.
pub(super) struct Solved {
    pub(super) rates: Rates,
    pub(super) iterations: u32,
    /// Whether the last correction was small.
    pub(super) converged: bool,
}

/// Storage of a stage, made once in a step.
pub(super) struct Scratch {
    pub(super) cells: [Cell; MOST_LAYERS],
    pub(super) links: [Link; MOST_LAYERS],
    pub(super) chain: Chain,
    /// Layers evaluated so far.
    pub(super) evaluated: u64,
}

/// What a stage knows.
pub(super) struct Stage<'a> {
    pub(super) parameters: &'a Parameters,
    pub(super) wall: &'a Wall,
    pub(super) column: &'a Column,
    pub(super) ports: Ports<'a>,
    pub(super) sources: Sources,
    pub(super) around: Surroundings,
    pub(super) weight_s: f64,
}

/// Inner volume and its slopes by pressure and by the bore's temperature.
#[derive(Clone, Copy)]
pub(super) struct Volume {
    pub(super) value: f64,
    pub(super) by_pa: f64,
    pub(super) by_bore: f64,
}

/// One evaluation of everything at an iterate.
pub(super) struct Evaluation {
    pub(super) reduced: Reduced,
    pub(super) volume: Volume,
    pub(super) flows: Flows,
    pub(super) crossings: Crossings,
}

impl Scratch {
    pub(super) fn new() -> Self {
        Self {
            cells: [Cell::default(); MOST_LAYERS],
            links: [Link::default(); MOST_LAYERS],
            chain: Chain::new(),
            evaluated: 0,
        }
    }
}

impl Stage<'_> {
    /// Brings the iterate to the end of the stage. What does not converge (no such state exists) stays at its last iterate;
    /// contents are conserved all the same.
    pub(super) fn solve(&self, base: &Base, iterate: &mut Iterate, scratch: &mut Scratch) -> Solved {
        let mut iterations = 0;
        loop {
            let here = self.evaluate(base, iterate, scratch);
            iterations += 1;
            let correction = self.correction(base, iterate, scratch, &here);
            let before = *iterate;
            let border = correction.filter(|_| iterations < MOST_ITERATIONS);
            let converged = border.map(|border| self.correct(iterate, scratch, &here.reduced, border));
            if converged != Some(false) {
                let last = Last { base, before: &before, end: iterate, scratch, here: &here };
                return Solved { rates: self.rates(&last), iterations, converged: converged.is_some() };
            }
        }
    }

    fn evaluate(&self, base: &Base, iterate: &Iterate, scratch: &mut Scratch) -> Evaluation {
        let column = self.column;
        let reduced = self.wall.reduce(&base.wall, &iterate.wall, &self.around, self.weight_s);
        let volume = self.volume(base, &reduced, iterate.pressure_pa, iterate.wall.bore_celsius());
        for index in 0..column.count {
            let freezing = Freezing { base_kg: base.content[index].ice_kg, weight_s: self.weight_s };
            scratch.cells[index] = column.places[index].cell(
                &iterate.point[index],
                iterate.pressure_pa,
                volume.value * column.share,
                &column.departure,
                &freezing,
            );
            scratch.evaluated += 1;
        }
        for index in 0..column.count - 1 {
            let side = |k: usize| (&scratch.cells[k], &column.places[k], &iterate.point[k]);
            let rising = iterate.point[index].rising_kg_per_s;
            scratch.links[index] = column.mixing.link(rising, side(index), side(index + 1));
        }
        let lid = column.count - 1;
        scratch.links[lid] = Link::ceiling(&scratch.cells[lid]);
        let flows = self.ports.flows(iterate.pressure_pa, 1.0 / scratch.cells[lid].volume.value);
        let crossings = crossings(column, &self.sources, &flows, &scratch.cells, iterate.pressure_pa);
        Evaluation { reduced, volume, flows, crossings }
    }

    pub(super) fn volume(
        &self,
        base: &Base,
        reduced: &Reduced,
        pressure_pa: f64,
        bore_celsius: f64,
    ) -> Volume {
        let vessel = &self.parameters.vessel;
        let crept = creep::reduce(&base.creep, self.parameters.creep_per_pa(), self.weight_s);
        let gauge_pa = pressure_pa - STANDARD_ATMOSPHERE_MPA * 1e6;
        let steel_celsius = self.wall.mean_celsius(&reduced.nodes(bore_celsius));
        let strain = crept.offset + crept.per_pa * gauge_pa;
        Volume {
            value: vessel.volume_m3(pressure_pa, steel_celsius) + vessel.volume_m3 * strain,
            by_pa: vessel.volume_per_pa() + vessel.volume_m3 * crept.per_pa,
            by_bore: vessel.volume_per_kelvin() * self.wall.mean_slope(reduced),
        }
    }

    /// Corrections of pressure and bore temperature; those of the layers stay in the chain.
    fn correction(
        &self,
        base: &Base,
        iterate: &Iterate,
        scratch: &mut Scratch,
        here: &Evaluation,
    ) -> Option<Vector2<f64>> {
        let count = self.column.count;
        for index in 0..count {
            let block = self.block(index, base, iterate, scratch, here);
            if !scratch.chain.push(index, &block) {
                return None;
            }
        }
        scratch.chain.finish(count);
        let top = scratch.chain.answer(count - 1, MASS);
        let film = self.weight_s * self.column.film_w_per_k;
        let mut sums = [0.0; 3];
        for index in 0..count {
            let answer = scratch.chain.answer(index, 0);
            sums[0] += iterate.point[index].celsius + answer[0];
            sums[1] += answer[1];
            sums[2] += answer[2];
        }
        let diagonal = here.reduced.diagonal + film / self.column.share;
        let rows = [[-top[1], -top[2]], [film * sums[1], diagonal + film * sums[2]]];
        let ceiling = iterate.point[count - 1].rising_kg_per_s;
        let bore = here.reduced.right - diagonal * iterate.wall.bore_celsius() + film * sums[0];
        border(rows, [-ceiling - top[0], bore]).filter(|border| border.iter().all(|part| part.is_finite()))
    }

    /// A rise of pressure that ends at the first seat of a valve which it would pass: valves open and shut there, and
    /// Newton's method would leap from side to side.
    fn not_across_a_seat(&self, pressure_pa: f64, rise_pa: f64) -> f64 {
        let seats_pa = self.ports.seats_pa(pressure_pa).into_iter().flatten();
        let passed =
            seats_pa.filter(|seat_pa| seat_pa.abs() > SEAT_PA && (seat_pa - rise_pa) * seat_pa < 0.0);
        passed.fold(rise_pa, |rise_pa, seat_pa| if seat_pa.abs() < rise_pa.abs() { seat_pa } else { rise_pa })
    }

    /// Applies the corrections; true when they were the last ones needed.
    fn correct(
        &self,
        iterate: &mut Iterate,
        scratch: &Scratch,
        reduced: &Reduced,
        mut border: Vector2<f64>,
    ) -> bool {
        border[0] = self.not_across_a_seat(iterate.pressure_pa, border[0]);
        let (mut largest_k, mut largest_salinity) = (0.0_f64, 0.0_f64);
        for index in 0..self.column.count {
            let change = scratch.chain.unknowns(index, border);
            let point = &mut iterate.point[index];
            point.celsius += change[0];
            point.salinity += change[1];
            point.rising_kg_per_s += change[2];
            largest_k = largest_k.max(change[0].abs());
            largest_salinity = largest_salinity.max(change[1].abs());
        }
        iterate.pressure_pa += border[0];
        let jacket_celsius = iterate.wall.jacket_celsius();
        iterate.wall.celsius = reduced.nodes(iterate.wall.bore_celsius() + border[1]);
        largest_k = largest_k.max((iterate.wall.jacket_celsius() - jacket_celsius).abs());
        border[0].abs() < SMALL_PA && largest_k < SMALL_K && largest_salinity < SMALL_SALINITY
    }
}
