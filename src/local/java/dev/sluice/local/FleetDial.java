package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.local.batch.FleetConfig;
import dev.sluice.local.batch.LocalBatch;
import dev.sluice.local.control.ControlJson;
import dev.sluice.local.control.Controls;

/** Batch's zones and quotas as a control. */
record FleetDial(LocalBatch batch) implements Controls.Dial {
    @Override
    public Object get() {
        return batch.fleet();
    }

    @Override
    public void set(JsonNode value) {
        batch.fleet(ControlJson.read(ControlJson.mapper(), value, FleetConfig.class));
    }
}
