# Makes one sandbox and becomes the command that is given. Runs as root of its own mount and pid namespaces.
#   sandbox.sh FOLDER TASK LAYERS KEPT... -- COMMAND...
# FOLDER has the sandbox's own tmp, task and opt, and var, which holds an empty folder task.
# TASK is yes where /var/task shall be the sandbox's task folder, LAYERS the same for /opt.
# KEPT are folders that the sandbox needs and that what is mounted here would hide.
set -e
folder=$1 task=$2 layers=$3
shift 3

if [ "$task" = yes ]; then
  mount -t overlay hearth -o "ro,lowerdir=$folder/var:/var" /var
  mount --bind "$folder/task" /var/task
fi
if [ "$layers" = yes ]; then
  mount --bind "$folder/opt" /opt
fi
while [ "$1" != -- ]; do
  mkdir -p "$folder/$1"
  mount --rbind "$1" "$folder/$1"
  shift
done
shift
mount --rbind "$folder/tmp" /tmp
exec "$@"
