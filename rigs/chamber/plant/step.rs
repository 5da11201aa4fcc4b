//! One step of the plant: heat, water, then pressure; the books; then the trip and the relief valve.

use super::closure::{self, Demand};
use super::hydraulics::{self, Flows, Hydraulic};
use super::layer::{LAYERS, Parcel, exchange, volume_departure};
use super::{Actuators, Faults, Plant};
use crate::chamber::heat::{film_share, stirring};
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::seawater;

/// Layer into which the pump's line opens and from which release, relief and drain take: the uppermost.
const LID: usize = LAYERS - 1;
const FLOOR: usize = 0;
const MIDDLE: usize = LAYERS / 2;

/// Everything that water carries across the boundary in a step.
struct Ports {
    pump: Parcel,
    fresh: Parcel,
    brine: Parcel,
    out_at_lid: Parcel,
    sample: Parcel,
}

/// Flow of the sampling tap, kg/s.
const TAP_KG_PER_S: f64 = 0.005;

impl Plant {
    /// Advances the plant by `dt_s` with constant commands. One second is the normal tick; ten are still stable.
    pub fn step(&mut self, actuators: &Actuators, faults: &Faults, dt_s: f64) {
        let stirring = if faults.stirrer_stopped { 0.0 } else { self.stirring(actuators) };
        self.move_pump_drive(actuators, faults, dt_s);
        let heat_w = self.heat_into_layers(stirring);
        let wall_j = self.step_wall(&heat_w, actuators, faults, dt_s);
        let stirrer_j = self.parameters.stirrer_power_w * stirring * stirring * stirring * dt_s / 3.0;
        let flows = self.flows(actuators, faults, dt_s);
        let ports = self.ports(&flows, actuators);
        let demand = self.demand(&ports, &flows, stirring, dt_s, &wall_j, stirrer_j);
        let before_pa = self.pressure_pa;
        let before_m3: f64 = self.layers.iter().map(|layer| layer.volume_m3).sum();
        self.pressure_pa = closure::close(&mut self.layers, before_pa, &self.parameters.vessel, &demand);
        let rise_pa = self.pressure_pa - before_pa;
        self.rate_pa_per_s = rise_pa / dt_s;
        self.elapsed_s += dt_s;
        let grown_m3 = self.layers.iter().map(|layer| layer.volume_m3).sum::<f64>() - before_m3;
        self.ledger.received(-(before_pa + 0.5 * rise_pa) * grown_m3);
        self.ledger.received(3.0 * stirrer_j);
        self.book(&ports, &flows, rise_pa);
        self.protect(faults);
    }

    fn stirring(&self, actuators: &Actuators) -> f64 {
        stirring(actuators.stirrer_rpm, self.parameters.stirrer_nominal_rpm)
    }

    fn move_pump_drive(&mut self, actuators: &Actuators, faults: &Faults, dt_s: f64) {
        let commanded = faults
            .pump_runaway_ml_per_min
            .unwrap_or_else(|| actuators.pump_ml_per_min.clamp(0.0, self.parameters.pump_max_ml_per_min));
        let reached = 1.0 - libm::exp(-dt_s / self.parameters.pump_lag_s);
        self.pump_drive_ml_per_min += (commanded - self.pump_drive_ml_per_min) * reached;
        if self.hard_trip {
            self.pump_drive_ml_per_min = 0.0;
        }
    }

    /// Heat flow into every layer at this moment, W: from the wall, in the lid's case also from the hall.
    fn heat_into_layers(&self, stirring: f64) -> [f64; LAYERS] {
        let vessel = &self.parameters.vessel;
        let bore_m2 = std::f64::consts::PI * vessel.inner_diameter_m * vessel.inner_length_m();
        let film = film_share(stirring);
        let film_w_per_k = self.parameters.water_wall_w_per_m2_k * film * bore_m2;
        let conductance = 1.0 / (1.0 / film_w_per_k + self.network.bore_resistance_k_per_w());
        let volume: f64 = self.layers.iter().map(|layer| layer.volume_m3).sum();
        let mut heat = std::array::from_fn(|k| {
            let layer = &self.layers[k];
            conductance * layer.volume_m3 / volume * (self.network.inner_celsius() - layer.celsius)
        });
        heat[LID] += self.lid_w();
        heat
    }

    fn lid_w(&self) -> f64 {
        self.parameters.lid_loss_w_per_k * (self.hall_celsius() - self.layers[LID].celsius)
    }

    /// Steps wall and jacket with the heat that the water takes, and returns that heat by layer, J.
    ///
    /// The flow at the middle of the step is extrapolated from this and the last step's (Adams–Bashforth, second
    /// order); the same joules leave the wall and enter the water.
    fn step_wall(
        &mut self,
        heat_w: &[f64; LAYERS],
        actuators: &Actuators,
        faults: &Faults,
        dt_s: f64,
    ) -> [f64; LAYERS] {
        let last = self.last_heat_w.unwrap_or(*heat_w);
        let lid_j = self.lid_w() * dt_s;
        let heat_j: [f64; LAYERS] = std::array::from_fn(|k| (1.5 * heat_w[k] - 0.5 * last[k]) * dt_s);
        let taken_j = heat_j.iter().sum::<f64>() - lid_j;
        let power_w = self.regulator.power_w(
            self.network.jacket_celsius(),
            actuators,
            faults,
            self.hard_trip,
            &self.parameters,
            dt_s,
        );
        let exchanged = self.network.step(-taken_j / dt_s, power_w, self.hall_celsius(), dt_s);
        self.ledger.received(lid_j);
        self.ledger.received(power_w * dt_s);
        self.ledger.received(-exchanged.lost_to_hall_j);
        self.last_heat_w = Some(*heat_w);
        heat_j
    }

    fn flows(&mut self, actuators: &Actuators, faults: &Faults, dt_s: f64) -> Flows {
        let mass_kg: f64 = self.layers.iter().map(super::layer::Layer::mass_kg).sum();
        let elastic = self.parameters.vessel.compliance_per_pa();
        let compressibility = self.layers[MIDDLE].isentropic_compressibility_per_pa;
        let density = 1.0 / self.layers[LID].specific_volume_m3_per_kg;
        let state = Hydraulic {
            excess_pa: self.lid_excess_pa(),
            pressure_pa: self.pressure_pa,
            compliance_kg_per_pa: mass_kg * (compressibility + elastic),
            density,
            reservoir_density: self.reservoir_density(),
            reservoir_kg: self.reservoir.mass_kg,
            brine_density: self.hall_density(actuators.brine_salinity_practical, actuators.brine_ml_per_min),
            pump_ml_per_min: self.pump_drive_ml_per_min,
            relief_open: self.relief_open,
            sample_kg: self.tapped_kg(dt_s),
        };
        hydraulics::flows(&state, actuators, faults, &self.parameters, dt_s)
    }

    /// What runs out of the sampling tap in this step: a bottle takes a while to fill, and water follows through the
    /// pump's check valves.
    fn tapped_kg(&mut self, dt_s: f64) -> f64 {
        let tapped_kg = self.pending_sample_kg.min(TAP_KG_PER_S * dt_s);
        self.pending_sample_kg -= tapped_kg;
        tapped_kg
    }

    /// Density of water standing in the hall; not asked when none of it flows.
    fn hall_density(&self, salinity_practical: f64, flow: f64) -> f64 {
        if flow <= 0.0 {
            return 1000.0;
        }
        let sa = PracticalSalinity::new(salinity_practical).reference();
        seawater::density(sa, Temperature::from_celsius(self.hall_celsius()), self.atmosphere().sea())
    }

    fn ports(&self, flows: &Flows, actuators: &Actuators) -> Ports {
        let hall = Temperature::from_celsius(self.hall_celsius());
        let p = AbsolutePressure::from_mpa(self.pressure_pa * 1e-6);
        let arriving = |kg: f64, sp: PracticalSalinity| Parcel::arriving(kg, sp.reference(), hall, p);
        Ports {
            pump: arriving(flows.pumped_kg + flows.made_up_kg, self.reservoir.salinity),
            fresh: arriving(flows.fresh_kg, PracticalSalinity::new(0.0)),
            brine: arriving(flows.brine_kg, PracticalSalinity::new(actuators.brine_salinity_practical)),
            out_at_lid: self.layers[LID].parcel(flows.out_at_lid_kg()),
            sample: self.layers[MIDDLE].parcel(flows.sampled_kg),
        }
    }

    fn demand(
        &self,
        ports: &Ports,
        flows: &Flows,
        stirring: f64,
        dt_s: f64,
        wall_j: &[f64; LAYERS],
        stirrer_j: f64,
    ) -> Demand {
        let stirred = self.parameters.stirrer_exchange_kg_per_s * stirring;
        let upward_kg = flows.dosed_kg().min(flows.drained_kg);
        let mut given = exchange(&self.layers, stirred, upward_kg, dt_s);
        given[LID].add(&ports.pump);
        given[LID].subtract(&ports.out_at_lid);
        given[MIDDLE].subtract(&ports.sample);
        given[FLOOR].add(&ports.fresh);
        given[FLOOR].add(&ports.brine);
        let middle = &self.layers[MIDDLE];
        let departure = volume_departure(&self.water, middle.salinity(), middle.celsius, self.pressure_pa);
        Demand {
            given,
            heat_j: std::array::from_fn(|k| wall_j[k] + stirrer_j),
            departure: [departure; LAYERS],
            wall_celsius: self.network.wall_mean_celsius(),
        }
    }

    fn book(&mut self, ports: &Ports, flows: &Flows, rise_pa: f64) {
        for parcel in [&ports.pump, &ports.fresh, &ports.brine] {
            self.ledger.came_in(parcel, rise_pa);
        }
        for parcel in [&ports.out_at_lid, &ports.sample] {
            self.ledger.went_out(parcel, rise_pa);
        }
        self.reservoir.mass_kg -= flows.pumped_kg + flows.made_up_kg;
        let drawn_ml = (flows.pumped_kg + flows.made_up_kg) / self.reservoir_density() * 1e6;
        self.totals.pumped_ml += drawn_ml * (1.0 + self.parameters.pump_meter_error);
        let chamber_ml_per_kg = self.layers[LID].specific_volume_m3_per_kg * 1e6;
        self.totals.released_ml += flows.released_kg * chamber_ml_per_kg;
        self.totals.relieved_ml += flows.relieved_kg * chamber_ml_per_kg;
        self.totals.leaked_ml += flows.leaked_kg * chamber_ml_per_kg;
    }

    /// The hard-wired trip latches; the relief valve pops and closes again after its blowdown.
    fn protect(&mut self, faults: &Faults) {
        let set_mpa = self.parameters.hard_trip_mpa_absolute;
        if self.trip_transducer_mpa() >= set_mpa && !faults.hard_trip_defeated {
            self.hard_trip = true;
        }
        let relief_pa = self.parameters.relief_mpa_absolute * 1e6;
        let closes_pa = relief_pa * (1.0 - self.parameters.relief_blowdown);
        let threshold = if self.relief_open { closes_pa * (1.0 + 1e-3) } else { relief_pa };
        self.relief_open = self.pressure_pa >= threshold;
    }
}
