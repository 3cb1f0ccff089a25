package dev.sluice.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A volume of a raw job's container, {@code HOST:CONTAINER[:MODE]}. */
final class ContainerVolume {
    private static final String CLIENT_MOUNT = "/mnt/disks/client";
    /** Where Container-Optimized OS keeps the GPU libraries, and where programs look for them. */
    private static final Set<String> NVIDIA =
            Set.of("/var/lib/nvidia/lib64:/usr/local/nvidia/lib64", "/var/lib/nvidia/bin:/usr/local/nvidia/bin");

    private ContainerVolume() {}

    /** What is wrong with it. */
    static Optional<String> objection(String volume) {
        List<String> parts = List.of(volume.split(":", -1));
        if (parts.size() < 2 || parts.size() > 3) {
            return Optional.of(" is no volume, expected HOST:CONTAINER or HOST:CONTAINER:MODE");
        }
        String host = parts.get(0);
        boolean ours = (host + "/").startsWith(CLIENT_MOUNT + "/")
                && !List.of(host.split("/", -1)).contains("..");
        return ours || NVIDIA.contains(host + ":" + parts.get(1))
                ? Optional.empty()
                : Optional.of(" opens " + Words.quote(host) + " of the machine to the job, expected a path below "
                        + CLIENT_MOUNT + " or one of the two NVIDIA library folders");
    }
}
