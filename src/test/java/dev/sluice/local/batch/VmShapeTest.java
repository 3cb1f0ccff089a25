package dev.sluice.local.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.batch.v1.AllocationPolicy;
import com.google.cloud.batch.v1.AllocationPolicy.InstancePolicy;
import com.google.cloud.batch.v1.AllocationPolicy.InstancePolicyOrTemplate;
import com.google.cloud.batch.v1.AllocationPolicy.ProvisioningModel;
import com.google.cloud.batch.v1.Job;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmShapeTest {
    @ParameterizedTest
    @CsvSource({
        "n1-standard-2, 2, 7680",
        "n1-highmem-4, 4, 26624",
        "e2-standard-8, 8, 32768",
        "e2-micro, 2, 1024",
        "n2-highcpu-16, 16, 16384",
        "c2-standard-60, 60, 245760",
        "custom-4-8192, 4, 8192",
        "n2d-custom-8-16384-ext, 8, 16384",
        "a2-highgpu-2g, 24, 172032"
    })
    void aMachineTypesNameTellsItsSize(String name, int vcpus, long memoryMib) {
        assertThat(MachineType.of(name).vcpus()).isEqualTo(vcpus);
        assertThat(MachineType.of(name).memoryMib()).isEqualTo(memoryMib);
    }

    @Test
    void aJobThatNamesNoMachineGetsOneThatATaskFitsInto() {
        assertThat(MachineType.fitting(2000, 2000).name()).isEqualTo("e2-standard-2");
        assertThat(MachineType.fitting(2000, 20_000).name()).isEqualTo("e2-standard-8");
        assertThat(MachineType.fitting(1_000_000, 1).name()).isEqualTo("n2-standard-128");
    }

    @Test
    void theTasksOfAVmAreBoundByProcessorsMemoryTheirNumberOrWhatTheJobSays() {
        Job.Builder job = BatchAtWork.script("true");
        job.getTaskGroupsBuilder(0).setTaskCount(100);
        BatchAtWork.spec(job).getComputeResourceBuilder().setCpuMilli(500).setMemoryMib(4096);
        assertThat(shape(job, "n1-standard-8").taskPack()).isEqualTo(7);
        job.getTaskGroupsBuilder(0).setTaskCountPerNode(3);
        assertThat(shape(job, "n1-standard-8").taskPack()).isEqualTo(3);
        job.getTaskGroupsBuilder(0).setTaskCount(2);
        assertThat(shape(job, "n1-standard-8").taskPack()).isEqualTo(2);
    }

    @Test
    void aSpotVmWithGpusUsesOtherQuotas() {
        Job.Builder job = BatchAtWork.script("true");
        assertThat(shape(job, "g2-standard-24").uses())
                .isEqualTo(Map.of("INSTANCES", 1L, "IN_USE_ADDRESSES", 1L, "G2_CPUS", 24L, "NVIDIA_L4_GPUS", 2L));
        Job.Builder spot = BatchAtWork.script("true");
        spot.getAllocationPolicyBuilder()
                .addInstances(InstancePolicyOrTemplate.newBuilder()
                        .setPolicy(InstancePolicy.newBuilder()
                                .setMachineType("n1-standard-4")
                                .setProvisioningModel(ProvisioningModel.SPOT)
                                .addAccelerators(AllocationPolicy.Accelerator.newBuilder()
                                        .setType("nvidia-tesla-t4")
                                        .setCount(2))));
        assertThat(VmShape.of(spot.build()).uses())
                .containsEntry("PREEMPTIBLE_CPUS", 4L)
                .containsEntry("PREEMPTIBLE_NVIDIA_T4_GPUS", 2L);
    }

    private static VmShape shape(Job.Builder job, String type) {
        job.setAllocationPolicy(AllocationPolicy.newBuilder()
                .addInstances(InstancePolicyOrTemplate.newBuilder()
                        .setPolicy(InstancePolicy.newBuilder().setMachineType(type))));
        return VmShape.of(job.build());
    }
}
