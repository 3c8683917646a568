//! One websocket connection, from HELLO to its close.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message as WsMessage, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, Query, State as AxumState};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::{sleep_until, timeout};

use super::close::Close;
use super::login::{Resumed, identify, resume};
use super::op;
use super::session::{Outbound, QUEUE_MAX};
use crate::playground::faults::Handshake;
use crate::playground::faults::listener;
use crate::playground::ids::Id;
use crate::playground::limits::{GATEWAY_FRAME_MAX_BYTES, GATEWAY_FRAMES_PER_MINUTE};
use crate::playground::state::Hub;

/// Time for the client to answer a close frame, before the connection is dropped.
const CLOSE_GRACE: Duration = Duration::from_secs(2);
/// Largest frame that is read at all; what is above Discord's own limit is answered with 4002.
const FRAME_READ_MAX_BYTES: usize = 1024 * 1024;

/// The query of the gateway's address.
#[derive(Deserialize)]
pub struct Params {
    v: Option<String>,
    encoding: Option<String>,
}

/// `GET /gateway` with an upgrade to a websocket.
pub async fn accept(
    AxumState(hub): AxumState<Arc<Hub>>,
    Query(params): Query<Params>,
    ConnectInfo(tcp): ConnectInfo<listener::Connection>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let fault = hub.faults.handshake();
    match fault {
        Some(Handshake::HangUp) => tcp.cut(),
        Some(Handshake::Silence) => return std::future::pending().await,
        Some(Handshake::Drop | Handshake::NoHello | Handshake::NoAnswer) | None => {}
    }
    upgrade
        .max_message_size(FRAME_READ_MAX_BYTES)
        .on_upgrade(move |socket| async move {
            let (sender, receiver) = mpsc::channel(QUEUE_MAX);
            let refused = (params.v.as_deref() != Some("10")
                || params.encoding.is_some_and(|encoding| encoding != "json"))
            .then_some(Close::BAD_VERSION);
            let mut connection = Connection {
                hub,
                socket,
                sender,
                receiver,
                session: None,
                application: None,
                window: (Instant::now(), 0),
                acks: true,
                dead: false,
                deaf: fault == Some(Handshake::NoAnswer),
            };
            let end = match (fault, refused) {
                (Some(Handshake::Drop), _) => End::Cut,
                (Some(Handshake::NoHello), _) => std::future::pending().await,
                (_, Some(close)) => End::Close(close),
                (_, None) => connection.converse().await,
            };
            connection.finish(end).await;
        })
}

/// How a connection ends.
enum End {
    /// The playground closes it.
    Close(Close),
    /// The playground drops it.
    Cut,
    /// The client is gone, with this close code if it sent one.
    Left(Option<u16>),
}

struct Connection {
    hub: Arc<Hub>,
    socket: WebSocket,
    sender: mpsc::Sender<Outbound>,
    receiver: mpsc::Receiver<Outbound>,
    session: Option<String>,
    application: Option<Id>,
    /// Start of the current minute and the frames received in it.
    window: (Instant, usize),
    /// Whether heartbeats are acknowledged.
    acks: bool,
    /// Whether nothing is sent any more.
    dead: bool,
    /// Whether what begins a session or goes on with one gets lost.
    deaf: bool,
}

impl Connection {
    async fn converse(&mut self) -> End {
        let interval = self.hub.options.heartbeat_interval;
        let hello = json!({ "op": op::HELLO, "t": null, "s": null, "d": { "heartbeat_interval": u64::try_from(interval.as_millis()).unwrap_or(u64::MAX) } });
        if self.send(&hello).await.is_err() {
            return End::Left(None);
        }
        // A beat is due within one interval; half of one and a second more are left for slow machines and networks.
        let patience = interval + interval / 2 + Duration::from_secs(1);
        let mut deadline = tokio::time::Instant::now() + patience;
        let shutdown = self.hub.shutdown.clone();
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return End::Close(Close::GOING_AWAY),
                () = sleep_until(deadline) => {
                    self.forget_session();
                    return End::Close(Close::TIMED_OUT);
                }
                outbound = self.receiver.recv() => match outbound {
                    Some(Outbound::Frame(text)) => if self.send_text(text).await.is_err() {
                        return End::Left(None);
                    },
                    Some(Outbound::Close(close)) => return End::Close(close),
                    Some(Outbound::Cut) | None => return End::Cut,
                    Some(Outbound::Bytes(bytes)) => if self.socket.send(WsMessage::Binary(bytes)).await.is_err() {
                        return End::Left(None);
                    },
                    Some(Outbound::NoAcks) => self.acks = false,
                    Some(Outbound::Dead) => self.dead = true,
                },
                message = self.socket.recv() => {
                    let text = match message {
                        Some(Ok(WsMessage::Text(text))) => text,
                        Some(Ok(WsMessage::Binary(_))) => return End::Close(Close::UNDECODABLE),
                        Some(Ok(WsMessage::Ping(_) | WsMessage::Pong(_))) => continue,
                        Some(Ok(WsMessage::Close(frame))) => return End::Left(frame.map(|frame| frame.code)),
                        Some(Err(_)) | None => return End::Left(None),
                    };
                    match self.receive(text.as_str()).await {
                        Ok(true) => deadline = tokio::time::Instant::now() + patience,
                        Ok(false) => {}
                        Err(end) => return end,
                    }
                }
            }
        }
    }

    /// Handles a frame of the client; true for a heartbeat.
    async fn receive(&mut self, text: &str) -> Result<bool, End> {
        if self.window.0.elapsed() >= Duration::from_secs(60) {
            self.window = (Instant::now(), 0);
        }
        self.window.1 += 1;
        if self.window.1 > GATEWAY_FRAMES_PER_MINUTE {
            return Err(End::Close(Close::TOO_FAST));
        }
        let frame: Value = match serde_json::from_str(text) {
            Ok(frame) if text.len() <= GATEWAY_FRAME_MAX_BYTES => frame,
            _ => return Err(End::Close(Close::UNDECODABLE)),
        };
        let opcode = frame["op"].as_u64().ok_or(End::Close(Close::UNDECODABLE))?;
        if opcode != op::HEARTBEAT {
            self.hub
                .lock()
                .wire
                .frame(self.application, self.session.as_deref(), false, &frame);
        }
        match opcode {
            op::HEARTBEAT if !self.acks => return Ok(true),
            op::HEARTBEAT => {
                let ack = json!({ "op": op::ACK, "t": null, "s": null, "d": null });
                self.send(&ack).await.map_err(|()| End::Left(None))?;
                return Ok(true);
            }
            op::IDENTIFY | op::RESUME if self.deaf => {}
            op::IDENTIFY | op::RESUME if self.has_session() => {
                return Err(End::Close(Close::IDENTIFIED_TWICE));
            }
            op::IDENTIFY => {
                match identify(&self.hub, &frame["d"], &self.sender).map_err(End::Close)? {
                    Some((session, application)) => {
                        self.session = Some(session);
                        self.application = Some(application);
                    }
                    None => self.invalidate().await?,
                }
            }
            op::RESUME => match resume(&self.hub, &frame["d"], &self.sender).map_err(End::Close)? {
                (Resumed::Yes, session, application) => {
                    self.session = Some(session);
                    self.application = application;
                }
                (Resumed::Invalid, ..) => self.invalidate().await?,
            },
            op::PRESENCE
            | op::VOICE_STATE
            | op::REQUEST_MEMBERS
            | op::SOUNDBOARD
            | op::CHANNEL_INFO => {
                if self.session.is_none() {
                    return Err(End::Close(Close::NOT_IDENTIFIED));
                }
            }
            _ => return Err(End::Close(Close::BAD_OPCODE)),
        }
        Ok(false)
    }

    /// Tells the client that it has no session, and is to identify, or to identify later.
    async fn invalidate(&mut self) -> Result<(), End> {
        let invalid = json!({ "op": op::INVALID_SESSION, "t": null, "s": null, "d": false });
        self.send(&invalid).await.map_err(|()| End::Left(None))
    }

    async fn send(&mut self, frame: &Value) -> Result<(), ()> {
        self.send_text(Utf8Bytes::from(frame.to_string())).await
    }

    async fn send_text(&mut self, text: Utf8Bytes) -> Result<(), ()> {
        if self.dead {
            return Ok(());
        }
        self.socket
            .send(WsMessage::Text(text))
            .await
            .map_err(|_| ())
    }

    async fn finish(mut self, end: End) {
        match &end {
            End::Close(close) => {
                let frame = CloseFrame {
                    code: close.code,
                    reason: Utf8Bytes::from_static(close.reason),
                };
                let said = self.socket.send(WsMessage::Close(Some(frame))).await;
                // Reading on lets the client see the close frame before the connection goes.
                let answered = async { while let Some(Ok(_)) = self.socket.recv().await {} };
                if said.is_ok() {
                    let _ = timeout(CLOSE_GRACE, answered).await;
                }
            }
            // A client that says goodbye with 1000 or 1001 ends its session.
            End::Left(Some(1000 | 1001)) => self.forget_session(),
            End::Left(_) | End::Cut => {}
        }
        let mut state = self.hub.lock();
        let own = |id: &str| self.session.as_deref() == Some(id);
        for session in state
            .sessions
            .iter_mut()
            .filter(|session| own(&session.id) && session.speaks_to(&self.sender))
        {
            session.disconnect();
        }
        state.tell_page_of_applications();
    }

    /// Whether the connection's session is still there; one that was declared invalid is not.
    fn has_session(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|id| self.hub.lock().session(id).is_some())
    }

    fn forget_session(&self) {
        self.hub.lock().sessions.retain(|session| {
            Some(&session.id) != self.session.as_ref() || !session.speaks_to(&self.sender)
        });
    }
}
