//! The operator at the console: walks to the plant, draws bottles, waits for the salinometer, presses STOP.

use super::outbox::{Outbox, earlier};
use super::{Bench, Device, SECOND_NS};
use hadal_wire::Decode;
use hadal_wire::operator::{Reply, Request, RequestDecoder, Task};
use std::collections::VecDeque;

/// From the question to the full bottle.
const DRAW_NS: u64 = 60 * SECOND_NS;
/// From the question to the entry of the bottle's salinity: the sample has to come to the salinometer's temperature.
const MEASURE_NS: u64 = 20 * 60 * SECOND_NS;
/// From the question to the entry of the reservoir's salinity.
const FILL_NS: u64 = 15 * 60 * SECOND_NS;
/// How often the STOP button is looked at.
const BUTTON_NS: u64 = SECOND_NS;
/// Most questions that wait.
const MOST: usize = 16;

/// The operator.
#[derive(Clone, Debug, Default)]
pub struct OperatorConsole {
    decoder: RequestDecoder,
    outbox: Outbox,
    /// Bottles to draw and reservoirs to fill, with the time at which the water is touched.
    tasks: VecDeque<(u64, Request)>,
    /// Salinities on their way to the console.
    measured: Vec<(u64, Reply)>,
    button_ns: u64,
    pressed: bool,
}

impl OperatorConsole {
    /// On duty from time zero.
    pub fn new() -> Self {
        Self::default()
    }

    fn accept(&mut self, request: Request, now_ns: u64) {
        if self.tasks.len() >= MOST {
            let reply = Reply::Refused { number: request.number, reason: "too many questions".to_owned() };
            self.outbox.send(now_ns, reply.encode());
            return;
        }
        self.tasks.push_back((now_ns + DRAW_NS, request));
    }

    fn work_until(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while let Some((due_ns, request)) = self.tasks.pop_front_if(|(due_ns, _)| *due_ns <= now_ns) {
            self.perform(due_ns, request, bench);
        }
        while self.button_ns <= now_ns {
            self.look_at_button(bench);
        }
        self.hand_over(now_ns);
    }

    fn perform(&mut self, drawn_ns: u64, request: Request, bench: &mut dyn Bench) {
        let number = request.number;
        let asked_ns = drawn_ns - DRAW_NS;
        let (salinity_practical, entry_ns) = match request.task {
            Task::Bottle { place, .. } => {
                self.outbox.send(drawn_ns, Reply::Drawn { number }.encode());
                (bench.draw_bottle(place), asked_ns + MEASURE_NS)
            }
            Task::Fill { salinity_practical } => {
                (bench.fill_reservoir(salinity_practical), asked_ns + FILL_NS)
            }
        };
        self.measured.push((entry_ns, Reply::Entry { number, salinity_practical }));
    }

    fn look_at_button(&mut self, bench: &mut dyn Bench) {
        let pressed = bench.operator_stop();
        if pressed && !self.pressed {
            self.outbox.send(self.button_ns, Reply::Stop.encode());
        }
        self.pressed = pressed;
        self.button_ns += BUTTON_NS;
    }

    /// Salinities that are ready go to the console in the order of their times, whatever was asked first.
    fn hand_over(&mut self, now_ns: u64) {
        self.measured.sort_by_key(|(due_ns, _)| *due_ns);
        let ready = self.measured.partition_point(|(due_ns, _)| *due_ns <= now_ns);
        for (due_ns, reply) in self.measured.drain(..ready) {
            self.outbox.send(due_ns, reply.encode());
        }
    }
}

impl Device for OperatorConsole {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.work_until(now_ns, bench);
        for request in self.decoder.feed(bytes).into_iter().flatten() {
            self.accept(request, now_ns);
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        let task_ns = self.tasks.front().map(|(due_ns, _)| *due_ns);
        let entry_ns = self.measured.iter().map(|(due_ns, _)| *due_ns).min();
        earlier(earlier(self.outbox.next_ns(), Some(self.button_ns)), earlier(task_ns, entry_ns))
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        self.work_until(now_ns, bench);
        self.outbox.take(now_ns)
    }

    /// The operator still knows what was asked; only what was being typed is lost.
    fn reconnected(&mut self, _now_ns: u64) {
        self.outbox.clear();
        self.decoder.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::super::scripted::{ScriptedBench, run_until};
    use super::*;
    use hadal_wire::operator::Place;

    const MINUTE: u64 = 60 * SECOND_NS;

    #[test]
    fn a_bottle_is_drawn_after_a_minute_and_entered_after_twenty() {
        let mut bench = ScriptedBench { bottle_salinity: 34.9871, ..ScriptedBench::default() };
        let mut console = OperatorConsole::new();
        console.receive(b"? 12 BOTTLE chamber before-leg 3\r\n", 0, &mut bench);
        assert_eq!(run_until(&mut console, &mut bench, 0, MINUTE), b": 12 DRAWN\r\n");
        assert_eq!(bench.bottles, [Place::Chamber]);
        bench.bottle_salinity = 0.0;
        assert_eq!(run_until(&mut console, &mut bench, MINUTE, 20 * MINUTE - 1), b"");
        assert_eq!(run_until(&mut console, &mut bench, 20 * MINUTE - 1, 20 * MINUTE), b"! 12 34.9871\r\n");
    }

    #[test]
    fn a_filled_reservoir_is_entered_as_measured_even_before_an_older_bottle() {
        let mut bench =
            ScriptedBench { fill_error: 0.012, bottle_salinity: 34.0, ..ScriptedBench::default() };
        let mut console = OperatorConsole::new();
        console.receive(b"? 1 BOTTLE reservoir after-leg 0\r\n? 2 FILL 35.0\r\n", 0, &mut bench);
        let heard = run_until(&mut console, &mut bench, 0, 30 * MINUTE);
        assert_eq!(heard, b": 1 DRAWN\r\n! 2 35.0120\r\n! 1 34.0000\r\n");
        assert_eq!(bench.bottles, [Place::Reservoir]);
    }

    #[test]
    fn stop_is_sent_once_for_each_time_it_is_pressed() {
        let mut bench = ScriptedBench::default();
        let mut console = OperatorConsole::new();
        assert_eq!(run_until(&mut console, &mut bench, 0, 5 * SECOND_NS), b"");
        bench.stop = true;
        assert_eq!(run_until(&mut console, &mut bench, 5 * SECOND_NS, 20 * SECOND_NS), b"STOP\r\n");
        bench.stop = false;
        assert_eq!(run_until(&mut console, &mut bench, 20 * SECOND_NS, 30 * SECOND_NS), b"");
        bench.stop = true;
        assert_eq!(run_until(&mut console, &mut bench, 30 * SECOND_NS, 40 * SECOND_NS), b"STOP\r\n");
    }

    #[test]
    fn a_flood_of_questions_is_refused_not_stored() {
        let mut bench = ScriptedBench::default();
        let mut console = OperatorConsole::new();
        for number in 0..40 {
            console.receive(format!("? {number} FILL 35\r\n").as_bytes(), 0, &mut bench);
        }
        let heard = String::from_utf8(run_until(&mut console, &mut bench, 0, 0)).unwrap();
        assert_eq!(heard.lines().filter(|line| line.ends_with("too many questions")).count(), 40 - MOST);
    }
}
