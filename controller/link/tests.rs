//! Scripted instruments on in-memory lines: late replies, garbage, silence, broken lines.

use super::*;
use crate::clock::Clock;
use crate::recorder::Recorder;
use hadal_record::event::{Event, Opened, Plant, Source};
use hadal_record::{Journal, MemoryStore};
use hadal_wire::paroscientific::{self, Command, Content, ReplyDecoder, Request};
use hadal_wire::plant_plc;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

/// Hands out prepared lines, one per opening.
struct Prepared(Mutex<Vec<DuplexStream>>);

impl Connector for Prepared {
    fn open<'a>(&'a self, _: &'a str, _: &'a Endpoint) -> BoxFuture<'a, io::Result<Box<dyn Line>>> {
        let next = self.0.lock().unwrap().pop();
        Box::pin(async move {
            let line: Box<dyn Line> = Box::new(next.ok_or(io::ErrorKind::NotFound)?);
            Ok(line)
        })
    }
}

const WITHIN: Duration = Duration::from_millis(400);

/// A link with so many lines prepared, and their far ends in the order of opening.
fn link<D: hadal_wire::Decode + Default>(
    lines: usize,
    resync: Resync,
) -> (Link<D>, Vec<DuplexStream>, MemoryStore) {
    let (near, far): (Vec<_>, Vec<_>) = (0..lines).map(|_| tokio::io::duplex(4096)).unzip();
    let store = MemoryStore::default();
    let source = Source { path: String::new(), text: String::new() };
    let opened = Opened {
        run_id: "0".repeat(32),
        plant: Plant::Twin { seed: 0 },
        procedure: source.clone(),
        rig: source,
        items: Vec::new(),
        software: String::new(),
        epoch_utc_ns: 0,
        links: vec!["pressure".to_owned()],
        channels: Vec::new(),
    };
    let clock = Clock::virtual_from(0);
    let journal = Journal::create(Box::new(store.clone()), opened).unwrap();
    let recorder = Recorder::new(clock.clone(), journal);
    let connector = Arc::new(Prepared(Mutex::new(near.into_iter().rev().collect())));
    let settings = LinkSettings {
        name: "pressure".to_owned(),
        index: 0,
        endpoint: Endpoint::Twin { baud: 9600 },
        resync,
    };
    (Link::new(settings, Wiring { connector, recorder, clock }), far, store)
}

fn quiet() -> Resync {
    Resync::Quiet(2 * WITHIN)
}

fn ask() -> Vec<u8> {
    Request { transmitter: 1, command: Command::Pressure }.encode()
}

fn value(psi: f64) -> Vec<u8> {
    paroscientific::Reply { transmitter: 1, content: Content::Value(psi) }.encode()
}

fn psi(reply: paroscientific::Reply) -> Option<f64> {
    if let Content::Value(psi) = reply.content { Some(psi) } else { None }
}

/// Reads one request.
async fn heard(far: &mut DuplexStream) -> Option<Vec<u8>> {
    let mut bytes = vec![0; 256];
    let count = far.read(&mut bytes).await.ok()?;
    bytes.truncate(count);
    (count > 0).then_some(bytes)
}

#[tokio::test(start_paused = true)]
async fn a_late_reply_is_never_taken_for_an_answer() {
    // The instrument answers its first request after 600 ms, long past the deadline of 400 ms, and is quick afterwards:
    // every answer carries the number of the request that it belongs to.
    let (mut link, far, _) = link::<ReplyDecoder>(2, quiet());
    tokio::spawn(async move {
        let mut asked = 0.0;
        for mut line in far {
            while heard(&mut line).await.is_some() {
                asked += 1.0;
                if asked < 2.0 {
                    tokio::time::sleep(Duration::from_millis(600)).await;
                }
                if line.write_all(&value(asked)).await.is_err() {
                    break;
                }
            }
        }
    });
    let first = link.transact(&ask(), WITHIN, psi).await;
    assert!(matches!(first, Err(LinkError::Timeout(_))), "{first:?}");
    for request in 2..10 {
        let answer = link.transact(&ask(), WITHIN, psi).await.unwrap().value;
        assert!((answer - f64::from(request)).abs() < 1e-9, "request {request} got {answer}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_nobody_asked_for_is_thrown_away_before_the_next_request() {
    let (mut link, mut far, _) = link::<ReplyDecoder>(1, quiet());
    let mut line = far.remove(0);
    line.write_all(&value(99.0)).await.unwrap();
    let device = async {
        heard(&mut line).await;
        line.write_all(&value(1.0)).await.unwrap();
    };
    let request = ask();
    let (answer, ()) = tokio::join!(link.transact(&request, WITHIN, psi), device);
    assert!((answer.unwrap().value - 1.0).abs() < 1e-9);
}

#[tokio::test(start_paused = true)]
async fn garbage_is_an_error_and_the_rest_of_it_is_not_believed() {
    let (mut link, far, _) = link::<ReplyDecoder>(2, quiet());
    tokio::spawn(async move {
        let mut asked = 0;
        for mut line in far {
            while heard(&mut line).await.is_some() {
                asked += 1;
                if asked == 1 {
                    line.write_all(b"*00\x8101100.000\r\n").await.unwrap();
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    line.write_all(&value(77.0)).await.unwrap();
                } else {
                    line.write_all(&value(2.0)).await.unwrap();
                }
            }
        }
    });
    assert!(matches!(link.transact(&ask(), WITHIN, psi).await, Err(LinkError::Malformed(_))));
    assert!((link.transact(&ask(), WITHIN, psi).await.unwrap().value - 2.0).abs() < 1e-9);
}

#[tokio::test(start_paused = true)]
async fn silence_is_a_timeout_after_exactly_the_deadline() {
    let (mut link, _far, _) = link::<ReplyDecoder>(1, quiet());
    let began = link.wiring_clock().now_ns();
    assert!(matches!(link.transact(&ask(), WITHIN, psi).await, Err(LinkError::Timeout(_))));
    assert_eq!(link.wiring_clock().now_ns() - began, 400_000_000);
}

#[tokio::test(start_paused = true)]
async fn a_closed_line_is_opened_anew_by_the_next_request() {
    let (mut link, mut far, _) = link::<ReplyDecoder>(2, quiet());
    drop(far.remove(0));
    assert!(matches!(link.transact(&ask(), WITHIN, psi).await, Err(LinkError::Disconnected(_))));
    let mut line = far.remove(0);
    let device = async {
        heard(&mut line).await;
        line.write_all(&value(5.0)).await.unwrap();
    };
    let request = ask();
    let (answer, ()) = tokio::join!(link.transact(&request, WITHIN, psi), device);
    assert!((answer.unwrap().value - 5.0).abs() < 1e-9);
}

#[tokio::test(start_paused = true)]
async fn a_line_that_babbles_without_end_is_broken() {
    let (mut link, mut far, _) = link::<ReplyDecoder>(1, quiet());
    let mut line = far.remove(0);
    tokio::spawn(async move {
        while line.write_all(b"noise without an end ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let first = link.transact(&ask(), WITHIN, psi).await;
    assert!(first.is_err());
    let second = link.transact(&ask(), WITHIN, psi).await;
    assert!(matches!(second, Err(LinkError::Disconnected(_))), "{second:?}");
}

#[tokio::test(start_paused = true)]
async fn a_numbered_protocol_skips_a_late_reply_without_waiting() {
    let (mut link, mut far, _) = link::<plant_plc::ReplyDecoder>(1, Resync::Identified);
    let mut line = far.remove(0);
    let ours = |number| {
        move |reply: plant_plc::Tagged<plant_plc::Reply>| (reply.transaction == number).then_some(number)
    };
    let request = |number| plant_plc::Request::ReadStatus.encode(number);
    assert!(matches!(link.transact(&request(1), WITHIN, ours(1)).await, Err(LinkError::Timeout(_))));
    line.write_all(&plant_plc::Reply::Written.encode(1)).await.unwrap();
    line.write_all(&plant_plc::Reply::Written.encode(2)).await.unwrap();
    let began = link.wiring_clock().now_ns();
    assert_eq!(link.transact(&request(2), WITHIN, ours(2)).await.unwrap().value, 2);
    assert_eq!(link.wiring_clock().now_ns(), began);
}

#[tokio::test(start_paused = true)]
async fn bytes_are_recorded_before_they_are_believed() {
    let (mut link, mut far, store) = link::<ReplyDecoder>(1, quiet());
    let mut line = far.remove(0);
    let device = async {
        heard(&mut line).await;
        let reply = value(14.7);
        line.write_all(&reply[..5]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
        line.write_all(&reply[5..]).await.unwrap();
    };
    let request = ask();
    let (answer, ()) = tokio::join!(link.transact(&request, WITHIN, psi), device);
    let mut entries = Vec::new();
    hadal_record::scan(&store.bytes(), |entry| entries.push(entry)).unwrap();
    entries.retain(|entry| matches!(entry.event, Event::Bytes { .. }));
    assert_eq!(entries.len(), 3, "one request, two pieces of reply");
    assert_eq!(entries[2].sequence, answer.unwrap().sequence);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// Whatever the instrument's delays (up to twice the deadline and more), an answer belongs to its request.
    #[test]
    fn any_delays_give_the_right_answer_or_none(delays_ms in proptest::collection::vec(0..1_100_u64, 1..20)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(async move {
            let (mut link, far, _) = link::<ReplyDecoder>(delays_ms.len() + 1, quiet());
            let count = delays_ms.len();
            tokio::spawn(async move {
                let mut delays = delays_ms.into_iter().enumerate();
                for mut line in far {
                    while heard(&mut line).await.is_some() {
                        let Some((number, delay_ms)) = delays.next() else { return };
                        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
                        line.write_all(&value(f64::from(u32::try_from(number).unwrap()))).await.ok();
                    }
                }
            });
            for number in 0..count {
                if let Ok(stamped) = link.transact(&ask(), WITHIN, psi).await {
                    let expected = f64::from(u32::try_from(number).unwrap());
                    assert!((stamped.value - expected).abs() < 1e-9, "request {number} got {}", stamped.value);
                }
            }
        });
    }
}
