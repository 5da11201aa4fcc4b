//! Each instrument and item as a client meets it: one dialogue over the in-memory pipe, a pseudo-terminal and TCP, the last two served
//! as `hadal twin` serves them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "what tests share ends a test as a test does"
)]

mod dialogue;
mod held;
mod loggers;
mod plant;
mod pressure;
mod sea_bird;
mod thermometry;
mod world;

use dialogue::{Dialogue, Far};
use hadal_rigs::description::{Item, parse};
use hadal_sim::{Carrier, Pace, Place, serve};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::Notify;
use tokio_serial::{SerialPort as _, SerialPortBuilderExt as _, SerialStream};
use world::Way;

fn dialogues() -> Vec<Dialogue> {
    [
        thermometry::dialogues(),
        pressure::dialogues(),
        plant::dialogues(),
        sea_bird::dialogues(),
        loggers::dialogues(),
    ]
    .concat()
}

/// Holds all dialogues side by side; tells of all that go wrong.
async fn hold_all(way: Way) {
    let held = dialogues().into_iter().map(|dialogue| async move { world::hold(&dialogue, way).await });
    let tasks = tokio::task::LocalSet::new();
    let handles: Vec<_> = held.map(|held| tasks.spawn_local(held)).collect();
    tasks.await;
    let mut wrong = Vec::new();
    for handle in handles {
        wrong.extend(handle.await.unwrap().err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn every_dialogue_is_held_on_a_pipe_with_each_byte_at_its_time() {
    let mut wrong = Vec::new();
    for dialogue in dialogues() {
        wrong.extend(world::hold(&dialogue, Way::Pipe).await.err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_dialogue_is_held_on_a_terminal() {
    hold_all(Way::Terminal).await;
}

#[tokio::test]
async fn every_dialogue_is_held_on_a_port() {
    hold_all(Way::Port).await;
}

#[test]
fn every_instrument_and_every_kind_of_item_has_a_dialogue() {
    let mut instruments = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for dialogue in dialogues() {
        match dialogue.far {
            Far::Instrument(model) => instruments.insert(model.to_owned()),
            Far::Item(text) => {
                let item: Item = parse("item", text).unwrap();
                kinds.insert(item.kind.to_string())
            }
        };
    }
    let listed = |page: &str, column: usize| -> BTreeSet<String> {
        let rows = page.lines().filter(|line| line.starts_with("| `") && line.contains('/'));
        let names = rows.flat_map(|row| row.split('|').nth(column).unwrap().split(',').map(str::to_owned));
        names.map(|name| name.trim().trim_matches('`').to_owned()).collect()
    };
    let mut in_docs = listed(include_str!("../../../docs/instruments.md"), 1);
    // Its dialogue is its rig file's: `sim/tests/declared.rs` holds that of the catalog.
    assert!(in_docs.remove("hadal/declared"));
    assert_eq!(instruments, in_docs);
    assert_eq!(kinds, listed(include_str!("../../../docs/items.md"), 1));
}

/// Parity and stop bits do not exist on a pseudo-terminal. Its speed does: what is said at another one is nonsense, both ways.
#[tokio::test]
async fn at_another_speed_a_terminal_gives_nonsense_and_at_its_own_it_speaks_again() {
    let dialogues = pressure::dialogues();
    let (mut twin, name) = world::twin(&dialogues[0]);
    let carrier = Carrier::Pty { baud: 9_600 };
    let place = serve(&twin.sockets(), &name, carrier, Arc::new(|_, _| {})).await.unwrap();
    let Place::Terminal(path) = place else { panic!("{place:?}") };
    let arrived = Arc::new(Notify::new());
    let notified = Arc::clone(&arrived);
    twin.log_requests(move |request| {
        if request.happened.bytes().is_some() {
            notified.notify_one();
        }
    });
    let clock = twin.clock(Pace::REAL_TIME);
    let client = async {
        let mut terminal = tokio_serial::new(path, 9_600).open_native_async().unwrap();
        terminal.write_all(b"*0100UN\r\n").await.unwrap();
        arrived.notified().await;
        assert_eq!(heard(&mut terminal, 20.0).await, b"*0001UN=1\r\n");
        // Asked at one speed and answered at another.
        terminal.write_all(b"*0100P3\r\n").await.unwrap();
        arrived.notified().await;
        terminal.set_baud_rate(19_200).unwrap();
        let answer = heard(&mut terminal, 20.0).await;
        assert!(!answer.is_empty() && answer.iter().all(|byte| !byte.is_ascii()), "{answer:?}");
        terminal.write_all(b"*0100UN\r\n").await.unwrap();
        arrived.notified().await;
        assert_eq!(heard(&mut terminal, 0.5).await, b"", "nobody understands what is asked");
        terminal.set_baud_rate(9_600).unwrap();
        terminal.write_all(b"\r\n*0100UN\r\n").await.unwrap();
        assert_eq!(heard(&mut terminal, 20.0).await, b"*0001UN=1\r\n");
    };
    tokio::select! {
        biased;
        () = client => {}
        () = twin.drive_by(clock) => unreachable!("a twin lives until it is dropped"),
    }
}

/// What comes until it is quiet for a second; nothing after so many seconds without a byte.
async fn heard(terminal: &mut SerialStream, patience_s: f64) -> Vec<u8> {
    let mut heard = Vec::new();
    let mut patience = Duration::from_secs_f64(patience_s);
    let mut piece = [0; 256];
    while let Ok(count) = tokio::time::timeout(patience, terminal.read(&mut piece)).await {
        heard.extend_from_slice(&piece[..count.unwrap()]);
        patience = Duration::from_secs(1);
    }
    heard
}
