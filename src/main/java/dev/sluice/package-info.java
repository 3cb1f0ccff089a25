/** What is deployed: the entrance, the operator's configuration, who a client is, and the two errors. */
package dev.sluice;
