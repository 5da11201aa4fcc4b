//! The operator's console: questions out, entries in, and STOP at any time.

use super::{Content, DriverError, Outlet, Report};
use crate::link::{Link, LinkError, LinkSettings, Stamped, Wiring};
use hadal_wire::operator::{Reply, ReplyDecoder, Request};
use std::collections::BTreeMap;
use std::convert::Infallible;
use tokio::sync::mpsc;

/// The console.
pub struct Console {
    /// The line.
    pub link: LinkSettings,
    /// Questions from the procedure.
    pub questions: mpsc::Receiver<Request>,
}

/// What happens next on the console.
enum Turn {
    Heard(Result<Stamped<Reply>, LinkError>),
    Ask(Request),
}

impl Console {
    /// Passes questions and entries; ends only with an error. Silence is no fault: a salinometer takes its time.
    pub async fn run(mut self, wiring: Wiring, mut outlet: Outlet) -> Result<Infallible, DriverError> {
        let mut link = Link::<ReplyDecoder>::new(self.link.clone(), wiring.clone());
        let mut open: BTreeMap<u32, Request> = BTreeMap::new();
        loop {
            let turn = tokio::select! {
                biased;
                heard = link.receive(Some) => Turn::Heard(heard),
                Some(question) = self.questions.recv() => Turn::Ask(question),
            };
            let failed = match turn {
                Turn::Heard(Ok(stamped)) => {
                    if let Reply::Entry { number, .. }
                    | Reply::Done { number }
                    | Reply::Refused { number, .. } = &stamped.value
                    {
                        open.remove(number);
                    }
                    let Stamped { value, sequence, received_ns: at_ns, .. } = stamped;
                    outlet.good(Report { at_ns, sequence, content: Content::Operator(value) })?;
                    None
                }
                Turn::Ask(question) => {
                    let sent = link.send(&question.encode()).await;
                    open.insert(question.number, question);
                    sent.err()
                }
                Turn::Heard(Err(error)) => Some(error),
            };
            if let Some(error) = failed {
                outlet.miss(error)?;
                wiring.clock.sleep(super::REOPEN_AFTER).await;
                ask_again(&mut link, &open, &mut outlet).await?;
            }
        }
    }
}

/// After a broken line or a damaged entry, whatever is not answered is asked again under its old number.
async fn ask_again(
    link: &mut Link<ReplyDecoder>,
    open: &BTreeMap<u32, Request>,
    outlet: &mut Outlet,
) -> Result<(), DriverError> {
    for question in open.values() {
        if let Err(error) = link.send(&question.encode()).await {
            outlet.miss(error)?;
        }
    }
    Ok(())
}
