package dev.sluice.local.pubsub;

import dev.sluice.local.time.LocalClock;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;

/** What all pumps of a server share. */
record PushTools(HttpClient http, PushRequests requests, Accidents accidents, LocalClock clock, Executor executor) {}
