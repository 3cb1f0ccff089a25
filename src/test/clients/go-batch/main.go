// Google's Go client of Batch against a local one at HOST:PORT, over gRPC and over REST.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	batch "cloud.google.com/go/batch/apiv1"
	"cloud.google.com/go/batch/apiv1/batchpb"
	"github.com/googleapis/gax-go/v2/apierror"
	"google.golang.org/api/iterator"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/durationpb"
)

const patience = 60 * time.Second

// One transport's client, with a location of its own for its jobs.
type shown struct {
	ctx       context.Context
	client    *batch.Client
	transport string
	parent    string
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 4*patience)
	defer cancel()
	address := os.Args[1]
	overGRPC, err := batch.NewClient(ctx, option.WithEndpoint(address), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	must(err)
	show(shown{ctx, overGRPC, "gRPC", "projects/demo/locations/us-west1"})
	overREST, err := batch.NewRESTClient(ctx, option.WithEndpoint("http://"+address), option.WithoutAuthentication())
	must(err)
	show(shown{ctx, overREST, "REST", "projects/demo/locations/us-east1"})
}

func show(s shown) {
	defer s.client.Close()

	made := s.create("made", "true")
	equal("name", made.GetName(), s.parent+"/jobs/made")
	equal("state", made.GetStatus().GetState(), batchpb.JobStatus_QUEUED)
	equal("duration", made.GetTaskGroups()[0].GetTaskSpec().GetMaxRunDuration().AsDuration(), 90500*time.Millisecond)
	ended := s.reaches("made", batchpb.JobStatus_SUCCEEDED)
	equal("count", ended.GetStatus().GetTaskGroups()["group0"].GetCounts()["SUCCEEDED"], int64(3))
	s.ok("a job is created and found")

	tasks := s.client.ListTasks(s.ctx, &batchpb.ListTasksRequest{Parent: made.GetName() + "/taskGroups/group0", PageSize: 2})
	count := 0
	for _, err := tasks.Next(); !errors.Is(err, iterator.Done); _, err = tasks.Next() {
		must(err)
		count++
	}
	equal("tasks", count, 3)
	s.ok("tasks are listed in pages")

	for _, id := range []string{"listed-a", "listed-b", "listed-c"} {
		s.create(id, "true")
		s.reaches(id, batchpb.JobStatus_SUCCEEDED)
	}
	jobs := s.client.ListJobs(s.ctx, &batchpb.ListJobsRequest{
		Parent: s.parent, PageSize: 2, Filter: `name:*listed-* AND NOT name:*-b AND status.state=SUCCEEDED`, OrderBy: "name desc"})
	var found []string
	for job, err := jobs.Next(); !errors.Is(err, iterator.Done); job, err = jobs.Next() {
		must(err)
		found = append(found, strings.TrimPrefix(job.GetName(), s.parent+"/jobs/"))
	}
	equal("listed", found, []string{"listed-c", "listed-a"})
	s.ok("jobs are listed in pages by filter and order")

	s.create("endless", "sleep 4242")
	s.reaches("endless", batchpb.JobStatus_RUNNING)
	cancelling, err := s.client.CancelJob(s.ctx, &batchpb.CancelJobRequest{Name: s.parent + "/jobs/endless"})
	must(err)
	_, err = cancelling.Wait(s.ctx)
	must(err)
	metadata, err := cancelling.Metadata()
	must(err)
	equal("verb", metadata.GetVerb(), "cancel")
	s.reaches("endless", batchpb.JobStatus_CANCELLED)
	deleting, err := s.client.DeleteJob(s.ctx, &batchpb.DeleteJobRequest{Name: s.parent + "/jobs/endless"})
	must(err)
	must(deleting.Wait(s.ctx))
	s.ok("a job is cancelled and deleted, and the operations end")

	_, err = s.client.GetJob(s.ctx, &batchpb.GetJobRequest{Name: s.parent + "/jobs/endless"})
	s.refused(err, codes.NotFound, 404, "was not found")
	_, err = s.client.CreateJob(s.ctx, s.request("made", "true"))
	s.refused(err, codes.AlreadyExists, 409, "already exists")
	_, err = s.client.CreateJob(s.ctx, s.request("Wrong_Id", "true"))
	s.refused(err, codes.InvalidArgument, 400, "job_id field is invalid.")
	s.ok("errors have their codes")
}

func (s shown) request(id, script string) *batchpb.CreateJobRequest {
	runnable := &batchpb.Runnable{Executable: &batchpb.Runnable_Script_{Script: &batchpb.Runnable_Script{
		Command: &batchpb.Runnable_Script_Text{Text: script}}}}
	group := &batchpb.TaskGroup{TaskCount: 3, Parallelism: 2, TaskSpec: &batchpb.TaskSpec{
		Runnables: []*batchpb.Runnable{runnable}, MaxRunDuration: durationpb.New(90500 * time.Millisecond)}}
	return &batchpb.CreateJobRequest{Parent: s.parent, JobId: id, Job: &batchpb.Job{TaskGroups: []*batchpb.TaskGroup{group}}}
}

func (s shown) create(id, script string) *batchpb.Job {
	job, err := s.client.CreateJob(s.ctx, s.request(id, script))
	must(err)
	return job
}

func (s shown) reaches(id string, state batchpb.JobStatus_State) *batchpb.Job {
	end := time.Now().Add(patience)
	for {
		job, err := s.client.GetJob(s.ctx, &batchpb.GetJobRequest{Name: s.parent + "/jobs/" + id})
		must(err)
		if job.GetStatus().GetState() == state {
			return job
		}
		if time.Now().After(end) {
			fail("%s is %s, not %s", id, job.GetStatus().GetState(), state)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// Over REST the client keeps the HTTP status.
func (s shown) refused(err error, code codes.Code, status int, text string) {
	var refusal *apierror.APIError
	if !errors.As(err, &refusal) {
		fail("no refusal but %v", err)
	}
	if s.transport == "REST" {
		equal("HTTP status", refusal.HTTPCode(), status)
	} else {
		equal("code", refusal.GRPCStatus().Code(), code)
	}
	if !strings.Contains(err.Error(), text) {
		fail("no %q in %v", text, err)
	}
}

func (s shown) ok(text string) {
	fmt.Printf("ok  Go over %s: %s\n", s.transport, text)
}

func equal(what string, is, expected any) {
	if !reflect.DeepEqual(is, expected) {
		fail("%s is %v, expected %v", what, is, expected)
	}
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, details ...any) {
	fmt.Fprintf(os.Stderr, "FAILED: "+format+"\n", details...)
	os.Exit(1)
}
