# The role by which EventBridge Scheduler gives the traffic of an alias back when nobody works on its rollout any more.
# Its ARN goes into release.yml: rollout: {lease: {role: <lease_role_arn>}}, or into --lease.

variable "functions" {
  description = "Names of the functions, with * for any part."
  type        = string
  default     = "*"
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

resource "aws_iam_role" "lease" {
  name = "lambda-release-lease"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
        # Of the group: a trust policy cannot name single schedules.
        ArnLike = {
          "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:scheduler:*:${data.aws_caller_identity.current.account_id}:schedule-group/lambda-release"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "lease" {
  name = "give-traffic-back"
  role = aws_iam_role.lease.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "lambda:UpdateAlias"
      Resource = "arn:${data.aws_partition.current.partition}:lambda:*:${data.aws_caller_identity.current.account_id}:function:${var.functions}"
    }]
  })
}

output "lease_role_arn" {
  value = aws_iam_role.lease.arn
}
