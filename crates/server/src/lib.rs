//! The HTTP interface, WebSocket, accounts and the embedded workbench.
