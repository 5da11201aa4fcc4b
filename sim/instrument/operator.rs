//! The operator at the console: walks to the plant, draws bottles, waits for the salinometer, brings references to their
//! standards and back, presses STOP.

use super::outbox::{Outbox, earlier};
use super::{Bench, CellPlace, Device, Opening, SECOND_NS, ThermometerPlace};
use hadal_wire::Decode;
use hadal_wire::operator::{Reply, Request, RequestDecoder, Task};
use std::collections::VecDeque;

/// From the question to the full bottle.
const DRAW_NS: u64 = 60 * SECOND_NS;
/// From the question to the entry of the bottle's salinity: the sample has to come to the salinometer's temperature.
const MEASURE_NS: u64 = 20 * 60 * SECOND_NS;
/// From the question to the entry of the reservoir's salinity.
const FILL_NS: u64 = 15 * 60 * SECOND_NS;
/// From the question to a thermometer that has settled in the triple-point cell; back in its well it takes half of that.
const TRIPLE_POINT_NS: u64 = 20 * 60 * SECOND_NS;
const WELL_NS: u64 = 10 * 60 * SECOND_NS;
/// From the question to the barometer's pressure, the chamber being open; and to a closed chamber.
const OPEN_NS: u64 = 5 * 60 * SECOND_NS;
const CLOSE_NS: u64 = 2 * 60 * SECOND_NS;
/// From the question to a cell that is rinsed and dry; and to one that is in the water again.
const AIR_NS: u64 = 15 * 60 * SECOND_NS;
const WATER_NS: u64 = 5 * 60 * SECOND_NS;
/// Nothing is taken out of a vessel whose gauge shows more, MPa absolute.
const GAUGE_AT_MOST_MPA_ABSOLUTE: f64 = 0.2;
/// How often the STOP button is looked at.
const BUTTON_NS: u64 = SECOND_NS;
/// Most questions that wait.
const MOST: usize = 16;

/// The operator.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
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

    fn accept(&mut self, request: Request, now_ns: u64, bench: &mut dyn Bench) {
        if let Task::Run { id } = &request.task {
            let reply = Reply::Twin { number: request.number, seed: bench.run_begins(id) };
            self.outbox.send(now_ns, reply.encode());
            return;
        }
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

    /// Does at the plant what was asked; what is said about it comes later, a refusal at once.
    fn perform(&mut self, at_ns: u64, request: Request, bench: &mut dyn Bench) {
        let number = request.number;
        let asked_ns = at_ns - DRAW_NS;
        if matches!(request.task, Task::Bottle { .. }) {
            self.outbox.send(at_ns, Reply::Drawn { number }.encode());
        }
        let opens = matches!(request.task, Task::TriplePoint { .. } | Task::Open | Task::Air { .. });
        let done = if opens && bench.gauge_mpa_absolute() > GAUGE_AT_MOST_MPA_ABSOLUTE {
            Err("the gauge shows pressure".to_owned())
        } else {
            done(&request.task, bench)
        };
        match done {
            Ok((Some(value), after_ns)) => {
                self.measured.push((asked_ns + after_ns, Reply::Entry { number, value }))
            }
            Ok((None, after_ns)) => self.measured.push((asked_ns + after_ns, Reply::Done { number })),
            Err(reason) => self.outbox.send(at_ns, Reply::Refused { number, reason }.encode()),
        }
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

/// Does it; gives what is entered, if anything, and how long after the question it is said.
fn done(task: &Task, bench: &mut dyn Bench) -> Result<(Option<f64>, u64), String> {
    let placed = |is_there: bool, what: &str, after_ns: u64| {
        if is_there { Ok((None, after_ns)) } else { Err(format!("there is no such {what}")) }
    };
    match task {
        Task::Bottle { place, .. } => Ok((Some(bench.draw_bottle(*place)), MEASURE_NS)),
        Task::Fill { salinity_practical } => Ok((Some(bench.fill_reservoir(*salinity_practical)), FILL_NS)),
        Task::TriplePoint { thermometer } => {
            let is_there = bench.place_thermometer(*thermometer, ThermometerPlace::TriplePointCell);
            placed(is_there, "thermometer or cell", TRIPLE_POINT_NS)
        }
        Task::Well { thermometer } => {
            placed(bench.place_thermometer(*thermometer, ThermometerPlace::Well), "thermometer", WELL_NS)
        }
        Task::StandardSeawater { batch } => match bench.standard_seawater(batch) {
            Some(value) => Ok((Some(value), MEASURE_NS)),
            None => Err(format!("there is no bottle of batch {batch}")),
        },
        Task::Open => match bench.set_opening(Opening::Open) {
            Some(value) => Ok((Some(value), OPEN_NS)),
            None => Err("there is no barometer".to_owned()),
        },
        Task::Close => {
            bench.set_opening(Opening::Closed);
            Ok((None, CLOSE_NS))
        }
        Task::Air { item } => placed(bench.place_cell(*item, CellPlace::Air), "item", AIR_NS),
        Task::Water { item } => placed(bench.place_cell(*item, CellPlace::Water), "item", WATER_NS),
        // Answered as soon as it is heard.
        Task::Run { .. } => Ok((None, 0)),
    }
}

impl Device for OperatorConsole {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.work_until(now_ns, bench);
        for request in self.decoder.feed(bytes).into_iter().flatten() {
            self.accept(request, now_ns, bench);
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
    fn a_thermometer_goes_to_its_cell_after_a_minute_and_is_settled_after_twenty() {
        let mut bench = ScriptedBench::default();
        let mut console = OperatorConsole::new();
        console.receive(b"? 14 TRIPLE-POINT 1\r\n", 0, &mut bench);
        assert_eq!(run_until(&mut console, &mut bench, 0, MINUTE), b"");
        assert_eq!(bench.thermometers, [(1, ThermometerPlace::TriplePointCell)]);
        assert_eq!(run_until(&mut console, &mut bench, MINUTE, 20 * MINUTE), b": 14 DONE\r\n");
        console.receive(b"? 15 WELL 1\r\n? 16 WELL 2\r\n", 20 * MINUTE, &mut bench);
        let heard = run_until(&mut console, &mut bench, 20 * MINUTE, 30 * MINUTE);
        assert_eq!(heard, b"X 16 there is no such thermometer\r\n: 15 DONE\r\n");
    }

    #[test]
    fn a_bottle_of_standard_seawater_is_entered_if_there_is_one() {
        let mut bench = ScriptedBench::default();
        let mut console = OperatorConsole::new();
        console.receive(b"? 16 STANDARD-SEAWATER P165\r\n? 17 STANDARD-SEAWATER P1\r\n", 0, &mut bench);
        let heard = run_until(&mut console, &mut bench, 0, 20 * MINUTE);
        assert_eq!(heard, b"X 17 there is no bottle of batch P1\r\n! 16 34.9942\r\n");
    }

    #[test]
    fn nothing_is_opened_while_the_gauge_shows_pressure() {
        let mut bench = ScriptedBench { gauge_mpa_absolute: 0.25, ..ScriptedBench::default() };
        let mut console = OperatorConsole::new();
        console.receive(b"? 1 TRIPLE-POINT 0\r\n? 2 OPEN\r\n? 3 AIR 0\r\n", 0, &mut bench);
        let heard = String::from_utf8(run_until(&mut console, &mut bench, 0, 30 * MINUTE)).unwrap();
        assert_eq!(
            heard.lines().filter(|line| line.ends_with("the gauge shows pressure")).count(),
            3,
            "{heard}"
        );
        assert!(
            bench.thermometers.is_empty()
                && bench.opening == Opening::Closed
                && bench.cell == CellPlace::Water
        );
        bench.gauge_mpa_absolute = 0.1;
        console.receive(b"? 4 OPEN\r\n? 5 AIR 0\r\n? 6 WATER 0\r\n? 7 CLOSE\r\n", 30 * MINUTE, &mut bench);
        let heard = run_until(&mut console, &mut bench, 30 * MINUTE, 60 * MINUTE);
        assert_eq!(heard, b": 7 DONE\r\n! 4 1013.2500\r\n: 6 DONE\r\n: 5 DONE\r\n");
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
    fn a_twin_says_that_it_is_one_and_keeps_the_run() {
        let mut bench = ScriptedBench::default();
        let mut console = OperatorConsole::new();
        console.receive(b"? 0 RUN 3f0c\r\n", 5, &mut bench);
        assert_eq!(run_until(&mut console, &mut bench, 5, 5), b": 0 TWIN 7\r\n");
        assert_eq!(bench.runs, ["3f0c"]);
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
