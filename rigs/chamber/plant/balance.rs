//! The balances of a stage: each layer's equations, linear about an iterate, and the rates that come of them at the end.

use super::bordered::Block;
use super::creep;
use super::crossing::{ENERGY, MASS, SALT, Sources};
use super::layer::{Content, MOST_LAYERS, Point};
use super::oxygen::{self, Passing};
use super::ports::Flows;
use super::stage::{Base, Evaluation, Iterate, Rates, Scratch, Stage, Volume};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;

/// The end of Newton's method: the last evaluation with where it was made, and where its correction led.
#[derive(Clone, Copy)]
pub(super) struct Last<'a> {
    pub(super) base: &'a Base,
    pub(super) before: &'a Iterate,
    pub(super) end: &'a Iterate,
    pub(super) scratch: &'a Scratch,
    pub(super) here: &'a Evaluation,
}

impl Last<'_> {
    fn change(&self, index: usize) -> Point {
        self.end.point[index].less(&self.before.point[index])
    }

    fn rise_pa(&self) -> f64 {
        self.end.pressure_pa - self.before.pressure_pa
    }
}

impl Stage<'_> {
    /// The equations of one layer, linear about the iterate.
    pub(super) fn block(
        &self,
        index: usize,
        base: &Base,
        iterate: &Iterate,
        scratch: &Scratch,
        here: &Evaluation,
    ) -> Block {
        let (column, weight) = (self.column, self.weight_s);
        let (cell, above) = (&scratch.cells[index], &scratch.links[index]);
        let Volume { value: volume_m3, by_pa: volume_by_pa, by_bore: volume_by_bore } = here.volume;
        let content = &base.content[index];
        let wanted = [content.salt_kg, content.energy_j, content.mass_kg()];
        let mut block = Block::default();
        for (row, held) in [&cell.salt, &cell.energy, &cell.mass].into_iter().enumerate() {
            block.diagonal[(row, 0)] = held.by_celsius;
            block.diagonal[(row, 1)] = held.by_salinity;
            block.columns[(row, 0)] = wanted[row] - held.value;
            block.columns[(row, 1)] = held.by_pa + held.by_volume * volume_by_pa * column.share;
            block.columns[(row, 2)] = held.by_volume * volume_by_bore * column.share;
        }
        block.rise(above, iterate.point[index].rising_kg_per_s, weight);
        if let Some(below) = index.checked_sub(1) {
            block.arrive(&scratch.links[below], iterate.point[below].rising_kg_per_s, weight);
        }
        for crossing in here.crossings.iter().filter(|crossing| crossing.layer == index) {
            for row in [SALT, ENERGY, MASS] {
                block.diagonal[(row, 0)] -= weight * crossing.by_celsius[row];
                block.diagonal[(row, 1)] -= weight * crossing.by_salinity[row];
                block.columns[(row, 0)] += weight * crossing.value[row];
                block.columns[(row, 1)] -= weight * crossing.by_pa[row];
            }
        }
        let heat_w = self.heat_w(index, iterate);
        let grown_m3 = (volume_m3 - base.volume_m3) * column.share;
        let pressure_pa = iterate.pressure_pa + column.places[index].head_pa;
        block.diagonal[(ENERGY, 0)] += weight * (column.film_w_per_k + column.hall_w_per_k[index]);
        block.columns[(ENERGY, 0)] += weight * heat_w - pressure_pa * grown_m3;
        block.columns[(ENERGY, 1)] += grown_m3 + pressure_pa * volume_by_pa * column.share;
        block.columns[(ENERGY, 2)] +=
            pressure_pa * volume_by_bore * column.share - weight * column.film_w_per_k;
        block
    }

    /// Heat into a layer from wall, stirrer and hall.
    fn heat_w(&self, index: usize, iterate: &Iterate) -> f64 {
        self.film_w(index, iterate) + self.column.stirred_w + self.hall_w(index, iterate)
    }

    fn hall_w(&self, index: usize, iterate: &Iterate) -> f64 {
        self.column.hall_w_per_k[index] * (self.around.hall_celsius - iterate.point[index].celsius)
    }

    fn film_w(&self, index: usize, iterate: &Iterate) -> f64 {
        self.column.film_w_per_k * (iterate.wall.bore_celsius() - iterate.point[index].celsius)
    }

    /// Rates at the end, flows carried from the last evaluation to the corrected state to first order. What leaves one
    /// layer enters its neighbour to the last bit.
    pub(super) fn rates(&self, last: &Last<'_>) -> Rates {
        let Last { base, end, here, .. } = *last;
        let volume = self.volume(base, &here.reduced, end.pressure_pa, end.wall.bore_celsius());
        let volume_m3_per_s = (volume.value - base.volume_m3) / self.weight_s;
        let crossed =
            here.crossings.map(|crossing| crossing.moved(&last.change(crossing.layer), last.rise_pa()));
        let flows = here.flows.moved(last.rise_pa());
        let mut content = self.content_rates(last, volume.value, &crossed);
        self.carry_oxygen(last, &flows, &mut content);
        let sum = |of: &dyn Fn(usize) -> f64| (0..self.column.count).map(of).sum::<f64>();
        let bore_w = -sum(&|index| self.film_w(index, end));
        let power = self.around.supply.power(end.wall.jacket_celsius(), base.wall.integral_w, self.weight_s);
        let gauge_pa = end.pressure_pa - STANDARD_ATMOSPHERE_MPA * 1e6;
        Rates {
            content,
            volume_m3_per_s,
            wall: self.wall.rates(&end.wall.celsius, &power, bore_w, self.around.hall_celsius),
            creep: creep::rates(&base.creep, self.parameters.creep_per_pa(), self.weight_s, gauge_pa),
            oil_pa_per_s: self.ports.intensifier.oil_pa_per_s(flows.stroke.m3_per_s),
            flows,
            crossed,
            hall_w: sum(&|index| self.hall_w(index, end)),
            stirred_w: self.column.stirred_w / self.column.share,
            work_w: sum(&|index| self.work_w(index, end, volume_m3_per_s)),
        }
    }

    /// Work of a layer on its share of the wall.
    fn work_w(&self, index: usize, end: &Iterate, volume_m3_per_s: f64) -> f64 {
        (end.pressure_pa + self.column.places[index].head_pa) * volume_m3_per_s * self.column.share
    }

    fn content_rates(
        &self,
        last: &Last<'_>,
        volume_m3: f64,
        crossed: &[[f64; 3]; 5],
    ) -> [Content; MOST_LAYERS] {
        let Last { base, end, scratch, here, .. } = *last;
        let (rise_pa, share) = (last.rise_pa(), self.column.share);
        let grown_m3 = (volume_m3 - here.volume.value) * share;
        let volume_m3_per_s = (volume_m3 - base.volume_m3) / self.weight_s;
        let mut content = [Content::default(); MOST_LAYERS];
        let mut from_below = [0.0; 3];
        for (index, rate) in content.iter_mut().enumerate().take(self.column.count) {
            let change = last.change(index);
            let mut net = from_below;
            if index + 1 < self.column.count {
                let [salt, energy] = scratch.links[index].moved(&change, &last.change(index + 1), rise_pa);
                from_below = [salt, energy, end.point[index].rising_kg_per_s];
                net = std::array::from_fn(|row| net[row] - from_below[row]);
            }
            for (crossing, through) in here.crossings.iter().zip(crossed) {
                if crossing.layer == index {
                    net = std::array::from_fn(|row| net[row] + through[row]);
                }
            }
            *rate = Content {
                water_kg: net[MASS] - net[SALT],
                salt_kg: net[SALT],
                energy_j: net[ENERGY] + self.heat_w(index, end) - self.work_w(index, end, volume_m3_per_s),
                ice_kg: scratch.cells[index].ice_kg_per_s.moved(&change, rise_pa, grown_m3),
                oxygen_umol: 0.0,
            };
        }
        content
    }

    /// Adds the rates of oxygen to those of everything else.
    fn carry_oxygen(&self, last: &Last<'_>, flows: &Flows, content: &mut [Content; MOST_LAYERS]) {
        let Last { base, end, scratch, .. } = *last;
        let count = self.column.count;
        let (mut liquid_kg, mut passing) = ([0.0; MOST_LAYERS], [Passing::default(); MOST_LAYERS]);
        for index in 0..count {
            liquid_kg[index] = base.content[index].after(self.weight_s, &content[index]).liquid_kg();
            if index + 1 < count {
                let up = scratch.links[index].up_kg_per_s;
                passing[index] = Passing { up, down: up - end.point[index].rising_kg_per_s };
            }
        }
        let Sources { reservoir, fresh, brine } = &self.sources;
        let through = oxygen::through(self.column, flows, [reservoir, fresh, brine]);
        let rates = oxygen::rates(&base.content[..count], &liquid_kg, &passing, &through, self.weight_s);
        for (content, rate) in content.iter_mut().zip(rates) {
            content.oxygen_umol = rate;
        }
    }
}
