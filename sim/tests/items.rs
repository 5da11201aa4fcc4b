//! Each shipped item in the chamber, over its own line, as a client of its maker's protocol meets it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share ends a test as a test does"
)]

mod client;

use client::{Client, beside, rig, scenario, wait};
use hadal_rigs::description::{Item, parse};
use hadal_sim::{Course, Effect, Fault, Twin};
use hadal_wire::{Decode, aanderaa, rbr_logger3, sbe_11plus, sbe_19plus, valeport_mini};

const ITEMS: [&str; 6] = [
    include_str!("../../rigs/catalog/items/sbe-19plus-v2.toml"),
    include_str!("../../rigs/catalog/items/sbe-16plus-v2.toml"),
    include_str!("../../rigs/catalog/items/sbe-911plus.toml"),
    include_str!("../../rigs/catalog/items/rbr-concerto3.toml"),
    include_str!("../../rigs/catalog/items/valeport-minictd.toml"),
    include_str!("../../rigs/catalog/items/aanderaa-4330.toml"),
];

fn items() -> Vec<Item> {
    ITEMS.iter().map(|text| parse("item", text).unwrap()).collect()
}

fn twin(seed: u64) -> Twin {
    Twin::build(&rig(), &items(), &scenario(), seed).unwrap()
}

/// The chamber is found at 20 °C with a practical salinity of 35: 47.92 mS/cm (PSS-78), at about 1.06 bar absolute at the items.
const CELSIUS: f64 = 20.0;
const MS_PER_CM: f64 = 47.92;

fn close(what: &str, value: f64, expected: f64, within: f64) {
    assert!((value - expected).abs() < within, "{what}: {value}, not {expected} within {within}");
}

/// The first message that is wanted.
async fn wanted<D: Decode, T>(client: &mut Client<D>, mut accept: impl FnMut(D::Message) -> Option<T>) -> T {
    loop {
        let message = client.next_within(40.0).await.expect("an answer");
        if let Some(found) = accept(message) {
            return found;
        }
    }
}

/// Makers' accuracies with a year of drift: 0.05 K holds the worst published drift, 0.5 mS/cm likewise.
#[tokio::test(start_paused = true)]
async fn a_sea_cat_converts_what_it_counts() {
    use sbe_19plus::{Layout, OutputFormat, Reply, ReplyDecoder, Request, Values};
    let mut twin = twin(3);
    let sockets = twin.sockets();
    let scan = beside(&mut twin, async {
        let layout = Layout { format: OutputFormat::ConvertedDecimal, ..Layout::default() };
        let mut ctd = Client::new(sockets.open("item_0").unwrap(), ReplyDecoder::new(layout));
        ctd.send(&Request::Wake.encode()).await;
        wanted(&mut ctd, |reply| (reply == Reply::Prompt).then_some(())).await;
        ctd.send(&Request::OutputFormat(Some(OutputFormat::ConvertedDecimal)).encode()).await;
        wanted(&mut ctd, |reply| (reply == Reply::Prompt).then_some(())).await;
        ctd.send(&Request::Sample.encode()).await;
        wanted(&mut ctd, |reply| match reply {
            Reply::Scan(scan) => Some(scan),
            _ => None,
        })
        .await
    })
    .await;
    let Values::Converted(scan) = scan.values else { panic!("{scan:?}") };
    close("temperature", scan.temperature_celsius, CELSIUS, 0.05);
    close("conductivity", 10.0 * scan.conductivity_s_per_m, MS_PER_CM, 0.5);
    close("pressure", scan.pressure_dbar_sea, 0.5, 14.0);
}

#[tokio::test(start_paused = true)]
async fn a_deck_unit_passes_on_24_scans_a_second() {
    use sbe_11plus::{Reply, ReplyDecoder, Request};
    let mut twin = twin(3);
    let sockets = twin.sockets();
    let scans = beside(&mut twin, async {
        let mut deck = Client::new(sockets.open("item_2").unwrap(), ReplyDecoder::default());
        deck.send(&Request::Start.encode()).await;
        let mut scans = Vec::new();
        while let Some(Reply::Scan(scan)) = deck.next_within(0.2).await {
            scans.push(scan);
            if scans.len() == 48 {
                break;
            }
        }
        scans
    })
    .await;
    assert_eq!(scans.len(), 48);
    assert!(scans.iter().zip(0..).all(|(scan, number)| scan.modulo == number));
    assert!((2.0..2.3).contains(&twin.elapsed_s()), "{}", twin.elapsed_s());
    // AD590M and AD590B of the file: 0.0128 and −9.2.
    let celsius = f64::from(scans[0].pressure_temperature_counts) * 0.0128 - 9.2;
    close("pressure sensor", celsius, CELSIUS, 0.3);
    assert!(scans[0].status.pump && scans[0].frequencies_hz[2] > 31_000.0, "{:?}", scans[0]);
}

#[tokio::test(start_paused = true)]
async fn a_logger_is_woken_and_fetched_from_as_its_makers_client_does() {
    use rbr_logger3::{Phrase, Reading, Reply, ReplyDecoder};
    let mut twin = twin(3);
    let sockets = twin.sockets();
    let readings = beside(&mut twin, async {
        let mut logger = Client::new(sockets.open("item_3").unwrap(), ReplyDecoder::default());
        for _ in 0..2 {
            logger.send(b"\r").await;
            wait(0.1).await;
        }
        logger.send(&Phrase::fetch().encode()).await;
        wanted(&mut logger, |reply| match reply {
            Reply::Sample(sample) => Some(sample.readings),
            _ => None,
        })
        .await
    })
    .await;
    let [Reading::Value(conductivity), Reading::Value(temperature), Reading::Value(pressure)] = readings[..]
    else {
        panic!("{readings:?}")
    };
    close("conductivity", conductivity, MS_PER_CM, 0.1);
    close("temperature", temperature, CELSIUS, 0.05);
    close("pressure", pressure, 10.1325 + 0.5, 6.0);
}

#[tokio::test(start_paused = true)]
async fn a_mini_ctd_reads_once_when_it_is_told() {
    use valeport_mini::{Reply, ReplyDecoder, Request};
    let mut twin = twin(3);
    let sockets = twin.sockets();
    let reading = beside(&mut twin, async {
        let mut ctd = Client::new(sockets.open("item_4").unwrap(), ReplyDecoder::default());
        wait(1.0).await;
        ctd.send(&Request::Single.encode()).await;
        wanted(&mut ctd, |reply| match reply {
            Reply::Measurement(reading) => Some(reading),
            _ => None,
        })
        .await
    })
    .await;
    close("conductivity", reading.conductivity_ms_per_cm, MS_PER_CM, 0.1);
    close("temperature", reading.temperature_celsius, CELSIUS, 0.05);
    close("pressure", reading.pressure_dbar, 0.5, 6.0);
}

/// The chamber's water has stood open to the air, so the foil is in equilibrium with it whatever the salinity; the fit of the invented
/// foil is good to 4 µM, drift to 1 %.
#[tokio::test(start_paused = true)]
async fn an_optode_measures_by_itself_and_finds_the_water_saturated() {
    use aanderaa::{Reply, ReplyDecoder};
    let mut twin = twin(3);
    let sockets = twin.sockets();
    let parameters = beside(&mut twin, async {
        let mut optode = Client::new(sockets.open("item_5").unwrap(), ReplyDecoder::default());
        wanted(&mut optode, |reply| match reply {
            Reply::Measurement { parameters, .. } => Some(parameters),
            _ => None,
        })
        .await
    })
    .await;
    let value =
        |name: &str| parameters.iter().find(|one| one.name == name).and_then(|one| one.number()).unwrap();
    close("saturation", value("AirSaturation"), 100.0, 3.5);
    close("temperature", value("Temperature"), CELSIUS, 0.1);
}

#[test]
fn one_world_is_the_same_every_time_and_its_truth_names_every_output() {
    let (one, again, other) = (twin(3), twin(3), twin(4));
    assert_eq!(one.state_digest(), again.state_digest());
    assert_ne!(one.state_digest(), other.state_digest());
    let truth = one.truth("run", 0);
    let names: Vec<&str> = truth.tables[0].columns.iter().map(|column| column.name.as_str()).collect();
    for name in [
        "item_0_temperature_counts",
        "item_2_pressure_frequency",
        "item_3_conductivity_ratio",
        "item_4_pressure_ratio",
        "item_5_phase",
    ] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert!(truth.tables[0].columns.iter().all(|column| column.values.iter().all(|value| value.is_finite())));
}

#[test]
fn a_fault_of_a_frequency_is_refused_where_nothing_swings() {
    let mut scenario = scenario();
    let effect = Effect::CellOffset { item: 3, offset_hz: 1.0 };
    scenario.fault.push(Fault { at_s: 10.0, until_s: None, course: Course::Step, effect });
    let refused = Twin::build(&rig(), &items(), &scenario, 1).map(|_| ()).unwrap_err().to_string();
    assert!(refused.contains("rbr/logger3") && refused.contains("whose cell swings"), "{refused}");
}
