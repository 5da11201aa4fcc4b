//! SBE 37: woken when the procedure wants samples, then a raw scan on every beat.

use super::{Content, DriverError, Outlet, Pace, Report, duration};
use crate::link::{Link, LinkError, LinkSettings, Stamped, Wiring};
use crate::procedure::Sampling;
use hadal_record::event::NoData;
use hadal_wire::sbe_37::{RawScan, Reply, ReplyDecoder, Request};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;

/// One item.
pub struct Sbe37 {
    /// The line.
    pub link: LinkSettings,
    /// Its index in the procedure.
    pub item: usize,
    /// Time between samples.
    pub period_s: f64,
    /// Longest wait for a reply.
    pub reply_timeout_s: f64,
    /// Whether to sample.
    pub sampling: watch::Receiver<Sampling>,
}

impl Sbe37 {
    /// Greets the item, then samples whenever it is wanted; ends only with an error.
    pub async fn run(mut self, wiring: Wiring, mut outlet: Outlet) -> Result<Infallible, DriverError> {
        let mut pace = Pace::new(&wiring.clock, self.period_s);
        let within = duration(self.reply_timeout_s);
        let mut link = Link::<ReplyDecoder>::new(self.link.clone(), wiring.clone());
        while let Err(error) = greet(&mut link, within).await {
            outlet.miss(error)?;
            wiring.clock.sleep(super::REOPEN_AFTER).await;
        }
        let mut awake = true;
        loop {
            if *self.sampling.borrow_and_update() == Sampling::Idle {
                awake = false;
                if self.sampling.changed().await.is_err() {
                    // The core has gone; wait to be ended with it.
                    std::future::pending::<()>().await;
                }
                pace.restart();
                continue;
            }
            pace.beat().await;
            let scan = sample(&mut link, within, awake).await;
            awake = scan.is_ok();
            self.report(scan, &wiring, &mut outlet)?;
        }
    }

    fn report(
        &self,
        scan: Result<Stamped<Result<RawScan, NoData>>, LinkError>,
        wiring: &Wiring,
        outlet: &mut Outlet,
    ) -> Result<(), DriverError> {
        let item = self.item;
        match scan {
            Ok(Stamped { value, sequence, sent_ns, received_ns }) => {
                let at_ns = sent_ns.midpoint(received_ns);
                outlet.good(Report { at_ns, sequence, content: Content::Scan { item, scan: value } })
            }
            Err(error) => {
                let content = Content::Scan { item, scan: Err(outlet.miss(error)?) };
                outlet.send(Report { at_ns: wiring.clock.now_ns(), sequence: 0, content })
            }
        }
    }
}

/// Wakes the item and has it show its status, which goes into the record with all other bytes.
async fn greet(link: &mut Link<ReplyDecoder>, within: Duration) -> Result<(), LinkError> {
    wake(link, within).await?;
    link.transact(&Request::DisplayStatus.encode(), within, prompt_after_text()).await?;
    Ok(())
}

async fn wake(link: &mut Link<ReplyDecoder>, within: Duration) -> Result<(), LinkError> {
    let prompt = |reply| matches!(reply, Reply::Prompt | Reply::UnknownCommand).then_some(());
    link.transact(&Request::Wake.encode(), within, prompt).await.map(|_| ())
}

/// One raw scan, or the item's refusal. The reply ends with the prompt.
async fn sample(
    link: &mut Link<ReplyDecoder>,
    within: Duration,
    awake: bool,
) -> Result<Stamped<Result<RawScan, NoData>>, LinkError> {
    if !awake {
        wake(link, within).await?;
    }
    let mut taken = None;
    let accept = |reply| match reply {
        Reply::Raw(scan) => {
            taken = Some(scan);
            None
        }
        Reply::Prompt => taken.map(Ok),
        Reply::UnknownCommand => Some(Err(NoData::Refused)),
        Reply::Converted(_) | Reply::Text(_) => None,
    };
    link.transact(&Request::SampleRaw.encode(), within, accept).await
}

/// The prompt that follows at least one line of text: not one left over from before.
fn prompt_after_text() -> impl FnMut(Reply) -> Option<()> {
    let mut lines = 0;
    move |reply| match reply {
        Reply::Text(_) => {
            lines += 1;
            None
        }
        Reply::Prompt => (lines > 1).then_some(()),
        _ => None,
    }
}
