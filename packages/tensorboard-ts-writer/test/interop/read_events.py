"""Reads event files with the real TensorBoard and prints what it found as JSON.

Usage: python read_events.py LOGDIR

Three readers, as TensorBoard and its users have them:
  accumulator   EventAccumulator, which scripts and notebooks use
  python        the Python data ingester behind `tensorboard --load_fast=false`
  server        the data server behind `tensorboard`; null where it is not installed
"""

import argparse
import base64
import io
import json
import sys
import time

from PIL import Image
from tensorboard import context
from tensorboard.backend.event_processing import data_ingester, event_accumulator
from tensorboard.data import provider, server_ingester
from tensorboard.util import grpc_util, tensor_util


def number(value):
    """JSON has no NaN: non-finite numbers become their names."""
    value = float(value)
    return value if abs(value) < float("inf") else str(value)


def encoded(data):
    return base64.b64encode(data).decode()


def pixels(data):
    """The values of an encoded picture, [height, width, channels] in one list."""
    return list(Image.open(io.BytesIO(data)).tobytes())


def read_accumulator(logdir):
    events = event_accumulator.EventAccumulator(
        logdir, size_guidance={kind: 0 for kind in ("scalars", "images", "histograms", "tensors")}
    )
    events.Reload()
    tags = events.Tags()
    return {
        "fileVersion": events.file_version,
        "scalars": {
            tag: [[e.step, e.wall_time, number(e.value)] for e in events.Scalars(tag)] for tag in tags["scalars"]
        },
        "images": {
            tag: [[e.step, e.width, e.height, encoded(e.encoded_image_string)] for e in events.Images(tag)]
            for tag in tags["images"]
        },
        "pixels": {tag: [pixels(e.encoded_image_string) for e in events.Images(tag)] for tag in tags["images"]},
        "texts": {
            tag: [[e.step, tensor_util.make_ndarray(e.tensor_proto).item().decode()] for e in events.Tensors(tag)]
            for tag in events.PluginTagToContent("text")
        },
        "curves": {
            tag: [[e.step, tensor_util.make_ndarray(e.tensor_proto).tolist()] for e in events.Tensors(tag)]
            for tag in events.PluginTagToContent("pr_curves")
        },
        "sessions": sorted(events.PluginTagToContent("hparams")),
        "graph": [[node.name, node.op] for node in events.Graph().node],
        "histograms": {
            tag: [
                {
                    "step": e.step,
                    "min": h.min,
                    "max": h.max,
                    "num": h.num,
                    "sum": h.sum,
                    "sumSquares": h.sum_squares,
                    "bucketLimit": list(h.bucket_limit),
                    "bucket": list(h.bucket),
                }
                for e in events.Histograms(tag)
                for h in [e.histogram_value]
            ]
            for tag in tags["histograms"]
        },
    }


def read_provider(data, logdir):
    ctx = context.RequestContext()
    everything = {"downsample": 1000, "experiment_id": logdir}

    def series(kind, plugin):
        listed = getattr(data, f"list_{kind}")(ctx, experiment_id=logdir, plugin_name=plugin)
        read = getattr(data, f"read_{kind}")(ctx, plugin_name=plugin, **everything)
        return {run: {tag: read[run][tag] for tag in tags} for run, tags in listed.items()}

    def blob(reference):
        return encoded(data.read_blob(ctx, blob_key=reference.blob_key))

    def images(sequence):
        return [blob(reference) for reference in sequence.values]

    return {
        "scalars": {
            run: {tag: [[d.step, d.wall_time, number(d.value)] for d in data_] for tag, data_ in tags.items()}
            for run, tags in series("scalars", "scalars").items()
        },
        "images": {
            run: {tag: [[d.step, images(d)] for d in data_] for tag, data_ in tags.items()}
            for run, tags in series("blob_sequences", "images").items()
        },
        "texts": {
            run: {tag: [[d.step, d.numpy.item().decode()] for d in data_] for tag, data_ in tags.items()}
            for run, tags in series("tensors", "text").items()
        },
        "histograms": {
            run: {tag: [[d.step, d.numpy.tolist()] for d in data_] for tag, data_ in tags.items()}
            for run, tags in series("tensors", "histograms").items()
        },
    }


def python_ingester(logdir):
    return data_ingester.LocalDataIngester(
        argparse.Namespace(
            logdir=logdir,
            logdir_spec="",
            samples_per_plugin={"images": 1000, "text": 1000},
            purge_orphaned_data=True,
            max_reload_threads=1,
            reload_interval=0,
            reload_task="blocking",
            reload_multifile=False,
            reload_multifile_inactive_secs=86400,
            detect_file_replacement=None,
        )
    )


def data_server(logdir):
    try:
        binary = server_ingester.get_server_binary()
    except server_ingester.NoDataServerError:
        return None
    return server_ingester.SubprocessServerDataIngester(
        binary,
        logdir,
        reload_interval=0,
        channel_creds_type=grpc_util.ChannelCredsType.LOCAL,
        samples_per_plugin={"images": 1000, "text": 1000},
    )


def wait_for_runs(data, logdir):
    """The data server answers before it has read the files."""
    for _ in range(100):
        if data.list_runs(context.RequestContext(), experiment_id=logdir):
            return
        time.sleep(0.05)


def read_ingester(ingester, logdir):
    if ingester is None:
        return None
    ingester.start()
    wait_for_runs(ingester.data_provider, logdir)
    return read_provider(ingester.data_provider, logdir)


if __name__ == "__main__":
    folder = sys.argv[1]
    json.dump(
        {
            "accumulator": read_accumulator(folder),
            "python": read_ingester(python_ingester(folder), folder),
            "server": read_ingester(data_server(folder), folder),
        },
        sys.stdout,
        allow_nan=False,
    )
