package dev.sluice.local.gcs;

import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All addresses of the JSON API that are answered here, each with the name that Google's discovery document and a fault's
 * {@code at} have for it. An object's name is one encoded segment, as Google wants it. What fits none of them may be the XML
 * API's {@code /BUCKET/OBJECT}.
 */
final class Routes {
    private static final String BUCKETS = "/storage/v1/b";
    private static final String BUCKET = BUCKETS + "/{bucket}";
    private static final String OBJECTS = BUCKET + "/o";
    private static final String OBJECT = OBJECTS + "/{object}";

    private final Faults faults;
    private final LocalClock clock;
    private final XmlDoor xml;
    private final List<Route> routes = new ArrayList<>();

    /** Answers one kind of request. */
    interface Handler {
        Response answer(Request request) throws IOException;
    }

    private record Route(String name, String method, String[] pattern, Handler handler) {
        Optional<Map<String, String>> match(String[] path) {
            if (path.length != pattern.length) {
                return Optional.empty();
            }
            for (int i = 0; i < path.length; i++) {
                if (!pattern[i].startsWith("{") && !pattern[i].equals(path[i])) {
                    return Optional.empty();
                }
            }
            Map<String, String> places = new HashMap<>();
            for (int i = 0; i < path.length; i++) {
                if (pattern[i].startsWith("{")) {
                    places.put(pattern[i].substring(1, pattern[i].length() - 1), PercentCode.path(path[i]));
                }
            }
            return Optional.of(places);
        }
    }

    Routes(Buckets buckets, Resources resources, Faults faults, LocalClock clock) {
        this.faults = faults;
        this.clock = clock;
        buckets(new BucketDoor(buckets, resources));
        access(new AccessDoor(buckets));
        ObjectDoor object = new ObjectDoor(buckets, resources);
        objects(object);
        copies(new CopyDoor(buckets, resources));
        UploadDoor upload = new UploadDoor(buckets, resources);
        uploads(upload);
        xml = new XmlDoor(object, upload);
        route("batch", "POST", "/batch/storage/v1", new BatchDoor(this)::answer);
    }

    private void buckets(BucketDoor bucket) {
        on("buckets.list", "GET", BUCKETS, bucket::list);
        route("buckets.insert", "POST", BUCKETS, bucket::insert);
        on("buckets.get", "GET", BUCKET, bucket::get);
        on("buckets.patch", "PATCH", BUCKET, bucket::patch);
        on("buckets.update", "PUT", BUCKET, bucket::update);
        on("buckets.delete", "DELETE", BUCKET, bucket::delete);
        on("buckets.getStorageLayout", "GET", BUCKET + "/storageLayout", bucket::storageLayout);
        on("folders.list", "GET", BUCKET + "/folders", bucket::noFolders);
        on("managedFolders.list", "GET", BUCKET + "/managedFolders", bucket::noFolders);
        on("managedFolders.insert", "POST", BUCKET + "/managedFolders", bucket::cannotHaveFolders);
        on("notifications.list", "GET", BUCKET + "/notificationConfigs", bucket::noNotifications);
        on("notifications.insert", "POST", BUCKET + "/notificationConfigs", bucket::cannotNotify);
    }

    private void access(AccessDoor access) {
        on("buckets.getIamPolicy", "GET", BUCKET + "/iam", access::policy);
        on("buckets.setIamPolicy", "PUT", BUCKET + "/iam", access::setPolicy);
        on("buckets.testIamPermissions", "GET", BUCKET + "/iam/testPermissions", access::testPermissions);
        for (String lists : List.of(BUCKET + "/acl", BUCKET + "/defaultObjectAcl", OBJECT + "/acl")) {
            for (String each : List.of(lists, lists + "/{entity}")) {
                for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                    on("accessControls", method, each, access::noLists);
                }
            }
        }
    }

    private void objects(ObjectDoor object) {
        on("objects.list", "GET", OBJECTS, object::list);
        on("objects.get", "GET", OBJECT, object::get);
        on("objects.get", "GET", "/download" + OBJECT, object::media);
        on("objects.patch", "PATCH", OBJECT, object::patch);
        on("objects.update", "PUT", OBJECT, object::update);
        on("objects.delete", "DELETE", OBJECT, object::delete);
        on("objects.restore", "POST", OBJECT + "/restore", object::cannotRestore);
    }

    private void copies(CopyDoor copy) {
        on("objects.rewrite", "POST", OBJECT + "/rewriteTo/b/{toBucket}/o/{toObject}", copy::rewrite);
        on("objects.copy", "POST", OBJECT + "/copyTo/b/{toBucket}/o/{toObject}", copy::copy);
        on("objects.move", "POST", OBJECT + "/moveTo/o/{toObject}", copy::move);
        on("objects.compose", "POST", OBJECT + "/compose", copy::compose);
    }

    /** Uploads meet their faults when they know the object's name, which may be in the body. */
    private void uploads(UploadDoor upload) {
        for (String start : List.of("/upload", "/resumable/upload")) {
            route("objects.insert", "POST", start + OBJECTS, upload::start);
            route("upload.chunk", "PUT", start + OBJECTS, upload::proceed);
            route("upload.cancel", "DELETE", start + OBJECTS, upload::cancel);
        }
    }

    /** Never throws a {@link Refusal}: it is an answer too. */
    Response answer(Request request) throws IOException {
        try {
            String[] path = request.path().split("/", -1);
            String method = request.method().equals("HEAD") ? "GET" : request.method();
            for (Route route : routes) {
                if (route.method().equals(method)) {
                    Optional<Map<String, String>> places = route.match(path);
                    if (places.isPresent()) {
                        return through(route, request, places.get());
                    }
                }
            }
            Optional<XmlDoor.Call> call = xml.call(request);
            if (call.isPresent()) {
                return xml.answer(
                        request.at(call.get().places(), struck(call.get().name())));
            }
            throw Refusal.notFound("Not here: " + request.method() + " " + request.path());
        } catch (Refusal refusal) {
            return Response.refusal(refusal);
        }
    }

    private Response through(Route route, Request request, Map<String, String> places) throws IOException {
        StruckCall call = struck(route.name());
        return call.answered(route.handler().answer(request.at(places, call)));
    }

    private StruckCall struck(String name) {
        return new StruckCall(faults, clock, name);
    }

    private void on(String name, String method, String pattern, Handler handler) {
        route(name, method, pattern, request -> handler.answer(request.meeting(request.about())));
    }

    private void route(String name, String method, String pattern, Handler handler) {
        routes.add(new Route(name, method, pattern.split("/", -1), handler));
    }
}
