package dev.sluice.local.pubsub;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.util.FieldMaskUtil;
import java.util.Set;

/** Applies the update masks of the update calls. */
final class Updates {
    private Updates() {}

    /**
     * Replaces the fields that the mask names.
     *
     * @param fixed top-level fields that cannot change after creation
     */
    static <B extends Message.Builder> B merge(FieldMask mask, Message changed, B into, Set<String> fixed) {
        if (mask.getPathsList().isEmpty()) {
            throw Refusals.invalid("The update_mask must be set, and must contain a non-empty paths list.");
        }
        for (String path : mask.getPathsList()) {
            if (!FieldMaskUtil.isValid(changed.getDescriptorForType(), path)) {
                throw Refusals.invalid("Invalid update_mask provided (path=" + path + "). There is no such field.");
            }
            if (fixed.contains(path.split("\\.", 2)[0])) {
                throw Refusals.invalid("Invalid update_mask provided (path=" + path
                        + "). This field cannot be changed after creation.");
            }
        }
        FieldMaskUtil.merge(
                mask,
                changed,
                into,
                new FieldMaskUtil.MergeOptions()
                        .setReplaceMessageFields(true)
                        .setReplaceRepeatedFields(true)
                        .setReplacePrimitiveFields(true));
        return into;
    }
}
