//! A record for tests, made without a controller: the shipped procedure, and a world drawn by a seed in which each
//! reference, sensor and bottle errs as its certificate allows.

use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::randomness::{Stream, standard_normal, stream, uniform};
use hadal_models::sensor::{
    ConductivityCell, CtdNoise, CtdRaw, CtdTruth, LocalWater, PressureTransducer, Sprt, StrainGauge,
    Thermistor, TrueWater,
};
use hadal_record::event::{
    Bottle, Channel, Drawn, Entry, Event, Opened, Outcome, Plant, Point, Reading, Source, Timestamp,
};
use hadal_record::{Builder, Column, Record, Table};
use hadal_rigs::chamber::nominal::NominalChamber;
use hadal_rigs::description::{Leg, Procedure, Rig, parse};
use std::collections::BTreeMap;

const RIG: &str = include_str!("../rigs/catalog/full-ocean-depth-71l.toml");
const PROCEDURE: &str = include_str!("../rigs/catalog/procedures/ctd-full-depth.toml");
const ITEM: &str = include_str!("../rigs/catalog/items/deep-ctd.toml");
const SECOND: u64 = 1_000_000_000;
const HALL: Temperature = Temperature::from_celsius(21.0);
const READINGS: u64 = 20;

/// Channels of the fixture, with their units.
const CHANNELS: [(&str, &str); 11] = [
    ("reference_thermometer_0.resistance", "ohm"),
    ("reference_thermometer_1.resistance", "ohm"),
    ("reference_thermometer_0.temperature", "degree_Celsius"),
    ("reference_pressure.indicated", "MPa"),
    ("reference_pressure.pressure", "MPa"),
    ("plc.pumped_volume", "mL"),
    ("plc.hall_temperature", "degree_Celsius"),
    ("item_0.temperature_counts", "1"),
    ("item_0.conductivity_frequency", "Hz"),
    ("item_0.pressure_counts", "1"),
    ("item_0.pressure_temperature_counts", "1"),
];

/// A world that has been measured.
pub(crate) struct World {
    water: TrueWater,
    ctd: CtdTruth,
    thermometers: [Sprt; 2],
    transducer: PressureTransducer,
    salinometer: f64,
    stream: Stream,
    rig: Rig,
    events: Vec<Event>,
    now_ns: u64,
    pumped_ml: f64,
    points: u32,
    bottles: u32,
}

impl World {
    /// Draws a world and walks it through the shipped procedure.
    pub(crate) fn measured(seed: u64) -> Self {
        let procedure: Procedure = parse("procedure", PROCEDURE).unwrap();
        let mut world = Self::draw(seed);
        for (leg, index) in procedure.leg.iter().zip(0_u32..) {
            world.walk(leg, index);
        }
        world
    }

    fn draw(seed: u64) -> Self {
        let mut s = stream(seed, 0, "fixture");
        let rig: Rig = parse("rig", RIG).unwrap();
        let thermometers = [0, 1].map(|index| {
            let certified = &rig.reference_thermometer[index];
            Sprt {
                resistance_tpw_ohm: certified.resistance_tpw_ohm + 2e-5 * standard_normal(&mut s),
                a: certified.a + 4e-6 * standard_normal(&mut s),
                b: certified.b,
                drift_k: 2e-4 * standard_normal(&mut s),
                self_heating_k: 4e-4 + 1e-4 * standard_normal(&mut s),
                stem_conduction_k_per_k: 5e-6 * standard_normal(&mut s),
            }
        });
        // The certificate's covariance (2 kPa, 4e-5, correlation -0.2) and drift (2 kPa, 2e-5) of the shipped rig.
        let (zero, other) = (standard_normal(&mut s), standard_normal(&mut s));
        let span = 4e-5 * (-0.2 * zero + 0.96_f64.sqrt() * other) + 2e-5 * standard_normal(&mut s);
        let transducer = PressureTransducer {
            offset_mpa: rig.reference_pressure.offset_mpa + 2e-3 * (zero + standard_normal(&mut s)),
            span: rig.reference_pressure.span + span,
        };
        let salinometer = 0.000_8 * standard_normal(&mut s);
        let ctd = ctd(&mut s);
        let water = TrueWater::draw(&mut stream(seed, 0, "water"));
        let (events, stream) = (Vec::new(), s);
        let (now_ns, pumped_ml, points, bottles) = (SECOND, 0.0, 0, 0);
        Self {
            water,
            ctd,
            thermometers,
            transducer,
            salinometer,
            stream,
            rig,
            events,
            now_ns,
            pumped_ml,
            points,
            bottles,
        }
    }

    fn walk(&mut self, leg: &Leg, index: u32) {
        let start = leg.salinity_practical + 0.1 * (uniform(&mut self.stream) - 0.5);
        let reservoir = start + 0.05 * standard_normal(&mut self.stream);
        self.bottle(index, Drawn::PumpReservoir, reservoir);
        self.bottle(index, Drawn::BeforeLeg, start);
        self.reading("plc.pumped_volume", self.pumped_ml);
        let (mut fraction, begun_ml) = (0.0_f64, self.pumped_ml);
        let chamber = NominalChamber::new(&self.rig.chamber);
        let salinity = PracticalSalinity::new(start);
        let celsius = Temperature::from_celsius(leg.temperature_celsius);
        for &sea in &leg.pressures_mpa_sea {
            let pressure = AbsolutePressure::from_mpa(sea + STANDARD_ATMOSPHERE_MPA);
            let ambient = AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA);
            // The true chamber is a tenth larger than its drawing.
            let pumped = 1.1e3 * chamber.pump_volume_l(ambient, pressure, salinity, celsius);
            self.pumped_ml = self.pumped_ml.max(begun_ml + pumped);
            fraction = fraction.max(chamber.pumped_mass_fraction(pressure, salinity, celsius));
            self.point(leg, index, sea, start + fraction * (reservoir - start));
        }
        self.bottle(index, Drawn::AfterLeg, start + fraction * (reservoir - start));
    }

    fn bottle(&mut self, leg: u32, drawn: Drawn, truth: f64) {
        let salinity_practical = truth + self.salinometer + 0.000_6 * standard_normal(&mut self.stream);
        let bottle = Bottle { index: self.bottles, leg, drawn, drawn_ns: self.now_ns, salinity_practical };
        self.events.push(Event::Bottle(bottle));
        self.bottles += 1;
        self.now_ns += 1200 * SECOND;
    }

    fn point(&mut self, leg: &Leg, index: u32, sea: f64, salinity: f64) {
        self.now_ns += 7200 * SECOND;
        let temperature = leg.temperature_celsius + 0.05 * standard_normal(&mut self.stream);
        let from_ns = self.now_ns;
        for _ in 0..READINGS {
            self.scan(temperature, sea, salinity);
            self.now_ns += 10 * SECOND;
        }
        let until_ns = self.now_ns - 10 * SECOND;
        self.events.push(Event::Point(Point {
            index: self.points,
            leg: index,
            temperature_celsius: leg.temperature_celsius,
            salinity_practical: leg.salinity_practical,
            pressure_mpa_sea: sea,
            from_ns,
            until_ns,
        }));
        self.points += 1;
    }

    fn scan(&mut self, celsius: f64, sea: f64, salinity: f64) {
        let local = local(&self.water, celsius, sea, salinity);
        for index in 0..2 {
            let resistance = self.thermometers[index].resistance_ohm(local.temperature, HALL);
            let noise = 3e-6 * standard_normal(&mut self.stream);
            self.reading(&format!("reference_thermometer_{index}.resistance"), resistance + noise);
        }
        let indicated =
            self.transducer.reading(local.pressure).mpa() + 1.5e-4 * standard_normal(&mut self.stream);
        self.ctd.follow(local.pressure);
        let raw = self.ctd.noisy(&local, &mut self.stream);
        for (name, value) in [
            ("reference_thermometer_0.temperature", celsius),
            ("reference_pressure.indicated", indicated),
            ("reference_pressure.pressure", indicated),
            ("plc.pumped_volume", self.pumped_ml),
            ("plc.hall_temperature", HALL.celsius()),
            ("item_0.temperature_counts", raw.temperature_counts.round()),
            ("item_0.conductivity_frequency", (raw.conductivity_hz * 1e3).round() / 1e3),
            ("item_0.pressure_counts", raw.pressure_counts.round()),
            ("item_0.pressure_temperature_counts", raw.pressure_temperature_counts.round()),
        ] {
            self.reading(name, value);
        }
    }

    fn reading(&mut self, name: &str, value: f64) {
        let channel = CHANNELS.iter().zip(0_u16..).find(|((known, _), _)| *known == name).unwrap().1;
        self.events.push(Event::Reading(Reading {
            channel,
            value: Ok(value),
            at_ns: self.now_ns,
            from_sequence: 0,
        }));
    }

    /// The closed record, without the events that `keep` refuses.
    pub(crate) fn record(&self, keep: impl Fn(&Event) -> bool) -> Record {
        let mut builder = Builder::default();
        let opened = std::iter::once(Event::Opened(Box::new(opened())));
        let closed = Event::Closed { outcome: Outcome::Completed };
        let kept = self.events.iter().filter(|event| keep(event)).cloned();
        for (event, sequence) in opened.chain(kept).chain([closed]).zip(0_u64..) {
            let time = Timestamp { monotonic_ns: self.now_ns, utc_ns: 1_767_600_000_000_000_000 };
            builder.push(Entry { sequence, time, event }).unwrap();
        }
        builder.finish([7; 32]).unwrap()
    }

    /// The truth on a small grid, as the twin writes it.
    pub(crate) fn grid(&self) -> Table {
        let surface =
            [2.0, 9.0, 17.0, 30.0].into_iter().flat_map(|t| [8.0, 20.0, 34.0, 37.0].map(|s| (t, s, 0.0)));
        let deep =
            [1.5, 3.0, 4.5].into_iter().flat_map(|t| [10.0, 30.0, 60.0, 85.0, 110.0].map(|p| (t, 34.8, p)));
        let waters: Vec<LocalWater> =
            surface.chain(deep).map(|(t, s, p)| local(&self.water, t, p, s)).collect();
        let column = |name: &str, of: &dyn Fn(&LocalWater) -> f64| Column {
            name: name.into(),
            unit: "1".into(),
            long_name: name.into(),
            values: waters.iter().map(of).collect(),
        };
        let raw = |of: fn(&CtdRaw) -> f64| move |water: &LocalWater| of(&self.ctd.raw_without_history(water));
        let columns = vec![
            column("temperature", &|w| w.temperature.celsius()),
            column("practical_salinity", &|w| w.salinity.value()),
            column("sea_pressure", &|w| w.pressure.sea().mpa()),
            column("conductivity", &|w| w.conductivity.siemens_per_m()),
            column("item_0_temperature_counts", &raw(|raw| raw.temperature_counts)),
            column("item_0_conductivity_frequency", &raw(|raw| raw.conductivity_hz)),
            column("item_0_pressure_counts", &raw(|raw| raw.pressure_counts)),
            column("item_0_pressure_temperature_counts", &raw(|raw| raw.pressure_temperature_counts)),
        ];
        Table { group: "grid".into(), dimension: "place".into(), columns }
    }

    /// The grid as a file of the run would give it.
    pub(crate) fn truth(&self, run_id: &str) -> hadal_record::Tables {
        let attributes = BTreeMap::from([("run_id".to_owned(), run_id.to_owned())]);
        hadal_record::Tables { attributes, tables: vec![self.grid()] }
    }
}

fn local(water: &TrueWater, celsius: f64, sea: f64, salinity: f64) -> LocalWater {
    let temperature = Temperature::from_celsius(celsius);
    let pressure = AbsolutePressure::from_mpa(sea + STANDARD_ATMOSPHERE_MPA);
    let salinity = PracticalSalinity::new(salinity);
    let conductivity = water.conductivity(salinity, temperature, pressure.sea());
    LocalWater { temperature, pressure, salinity, conductivity }
}

fn ctd(s: &mut Stream) -> CtdTruth {
    let thermistor = Thermistor {
        counts_at_25_celsius: 267_500.0 + 3000.0 * standard_normal(s),
        activation_kelvin: 3_505.0 + 15.0 * standard_normal(s),
        activation_relative_per_k: 4.0e-4,
        leakage_counts: 5.0e9,
        pressure_effect_k_per_mpa: -77e-6 + 118e-6 * uniform(s),
        sheath_stiffening_mpa: 900.0,
    };
    let cell = ConductivityCell {
        cell_constant_per_m: 300.0 + 3.0 * standard_normal(s),
        bridge_resistance_ohm: 300.0,
        open_frequency_hz: 2_650.0 + 40.0 * standard_normal(s),
        stray_resistance_ohm: 0.06 * uniform(s),
        amplifier_delay_s: 1.5e-8,
        electronics_relative_per_k: 5.0e-8 * standard_normal(s),
        glass_expansion_per_k: 3.25e-6,
        glass_expansion_slope_per_k2: 1.0e-9,
        glass_bulk_modulus_mpa: 34_800.0,
        glass_bulk_modulus_derivative: -1.0,
        jacket_compliance_per_mpa: 2e-6 + 1e-6 * uniform(s),
        jacket_fading_mpa: 150.0,
    };
    let gauge = StrainGauge {
        full_scale_mpa_absolute: 120.0,
        zero_counts: 524_900.0 + 300.0 * standard_normal(s),
        zero_counts_per_k: 1.8,
        zero_counts_per_k2: -0.012,
        span_counts: 262_000.0 + 1500.0 * standard_normal(s),
        span_relative_per_k: -1.2e-5,
        stiffening: 8.0e-4,
        hysteresis_fraction: 2.0e-5 * uniform(s),
        thermometer_counts: 1_460.0,
        thermometer_counts_per_k: 20.0,
        thermometer_counts_per_k2: 0.005,
    };
    let noise = CtdNoise {
        temperature_relative: 3.0e-6,
        conductivity_hz: 0.005,
        pressure_counts: 1.0,
        pressure_temperature_counts: 0.05,
    };
    CtdTruth::new(thermistor, cell, gauge, noise, AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA))
}

fn opened() -> Opened {
    let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let channel = |(name, unit): (&str, &str)| Channel {
        name: name.into(),
        unit: unit.into(),
        instrument: name.split('.').next().unwrap().into(),
    };
    Opened {
        run_id: "0123456789abcdef0123456789abcdef".into(),
        plant: Plant::Twin { seed: 1 },
        procedure: source("rigs/catalog/procedures/ctd-full-depth.toml", PROCEDURE),
        rig: source("rigs/catalog/full-ocean-depth-71l.toml", RIG),
        items: vec![source("rigs/catalog/items/deep-ctd.toml", ITEM)],
        software: "hadal 0.1.0".into(),
        epoch_utc_ns: 1_767_600_000_000_000_000,
        links: vec!["bridge".into()],
        channels: CHANNELS.map(channel).to_vec(),
    }
}
