# What aws.py defines, for type checkers. Written by `make client-types`, from aws.py and the services of types-boto3.
# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false
# fmt: off
from functools import cached_property
from typing import Any, Literal, overload
from typing import Generic, TypeVar
from airflow_provider_awsconn.airflow_compat import BaseHook
from airflow_provider_awsconn.hooks.stock_names import StockNames, open_property
import os
from collections.abc import Callable, Mapping
from boto3.session import Session
from botocore.client import ClientMeta
from botocore.config import Config
from botocore.credentials import ReadOnlyCredentials
from typing_extensions import TypeVar as TypeVarWithDefault
from airflow_provider_awsconn.airflow_connections import ConnectionSource, Fetched
from airflow_provider_awsconn.async_sessions.context import ClientContext
from airflow_provider_awsconn.async_sessions.factory import AsyncSessionFactory
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection.precedence import HookArguments
from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper
from airflow_provider_awsconn.doctor.examination import Examination
from airflow_provider_awsconn.doctor.subject import Subject
from airflow_provider_awsconn.sessions.description import Description
from airflow_provider_awsconn.sessions.factory import SessionFactory
from types_boto3_accessanalyzer.client import AccessAnalyzerClient
from types_boto3_account.client import AccountClient
from types_boto3_account_access.client import AccountAccessClient
from types_boto3_acm.client import ACMClient
from types_boto3_acm_pca.client import ACMPCAClient
from types_boto3_agent_registry.client import AgentRegistryClient
from types_boto3_agent_registry_control.client import AgentRegistryControlClient
from types_boto3_aiops.client import AIOpsClient
from types_boto3_amp.client import PrometheusServiceClient
from types_boto3_amplify.client import AmplifyClient
from types_boto3_amplifybackend.client import AmplifyBackendClient
from types_boto3_amplifyuibuilder.client import AmplifyUIBuilderClient
from types_boto3_apigateway.client import APIGatewayClient
from types_boto3_apigatewaymanagementapi.client import ApiGatewayManagementApiClient
from types_boto3_apigatewayv2.client import ApiGatewayV2Client
from types_boto3_appconfig.client import AppConfigClient
from types_boto3_appconfigdata.client import AppConfigDataClient
from types_boto3_appfabric.client import AppFabricClient
from types_boto3_appflow.client import AppflowClient
from types_boto3_appintegrations.client import AppIntegrationsServiceClient
from types_boto3_application_autoscaling.client import ApplicationAutoScalingClient
from types_boto3_application_insights.client import ApplicationInsightsClient
from types_boto3_application_signals.client import CloudWatchApplicationSignalsClient
from types_boto3_applicationcostprofiler.client import ApplicationCostProfilerClient
from types_boto3_appmesh.client import AppMeshClient
from types_boto3_apprunner.client import AppRunnerClient
from types_boto3_appstream.client import AppStreamClient
from types_boto3_appsync.client import AppSyncClient
from types_boto3_arc_region_switch.client import ARCRegionswitchClient
from types_boto3_arc_zonal_shift.client import ARCZonalShiftClient
from types_boto3_artifact.client import ArtifactClient
from types_boto3_athena.client import AthenaClient
from types_boto3_auditmanager.client import AuditManagerClient
from types_boto3_autoscaling.client import AutoScalingClient
from types_boto3_autoscaling_plans.client import AutoScalingPlansClient
from types_boto3_b2bi.client import B2BIClient
from types_boto3_backup.client import BackupClient
from types_boto3_backup_gateway.client import BackupGatewayClient
from types_boto3_backupsearch.client import BackupSearchClient
from types_boto3_batch.client import BatchClient
from types_boto3_bcm_dashboards.client import BillingandCostManagementDashboardsClient
from types_boto3_bcm_data_exports.client import BillingandCostManagementDataExportsClient
from types_boto3_bcm_pricing_calculator.client import BillingandCostManagementPricingCalculatorClient
from types_boto3_bcm_recommended_actions.client import BillingandCostManagementRecommendedActionsClient
from types_boto3_bedrock.client import BedrockClient
from types_boto3_bedrock_agent.client import AgentsforBedrockClient
from types_boto3_bedrock_agent_runtime.client import AgentsforBedrockRuntimeClient
from types_boto3_bedrock_agentcore.client import BedrockAgentCoreClient
from types_boto3_bedrock_agentcore_control.client import BedrockAgentCoreControlClient
from types_boto3_bedrock_data_automation.client import DataAutomationforBedrockClient
from types_boto3_bedrock_data_automation_runtime.client import RuntimeforBedrockDataAutomationClient
from types_boto3_bedrock_runtime.client import BedrockRuntimeClient
from types_boto3_billing.client import BillingClient
from types_boto3_billingconductor.client import BillingConductorClient
from types_boto3_braket.client import BraketClient
from types_boto3_budgets.client import BudgetsClient
from types_boto3_ce.client import CostExplorerClient
from types_boto3_chatbot.client import ChatbotClient
from types_boto3_chime.client import ChimeClient
from types_boto3_chime_sdk_identity.client import ChimeSDKIdentityClient
from types_boto3_chime_sdk_media_pipelines.client import ChimeSDKMediaPipelinesClient
from types_boto3_chime_sdk_meetings.client import ChimeSDKMeetingsClient
from types_boto3_chime_sdk_messaging.client import ChimeSDKMessagingClient
from types_boto3_chime_sdk_voice.client import ChimeSDKVoiceClient
from types_boto3_cleanrooms.client import CleanRoomsServiceClient
from types_boto3_cleanroomsml.client import CleanRoomsMLClient
from types_boto3_cloud9.client import Cloud9Client
from types_boto3_cloudcontrol.client import CloudControlApiClient
from types_boto3_clouddirectory.client import CloudDirectoryClient
from types_boto3_cloudformation.client import CloudFormationClient
from types_boto3_cloudformation.service_resource import CloudFormationServiceResource
from types_boto3_cloudfront.client import CloudFrontClient
from types_boto3_cloudfront_keyvaluestore.client import CloudFrontKeyValueStoreClient
from types_boto3_cloudhsm.client import CloudHSMClient
from types_boto3_cloudhsmv2.client import CloudHSMV2Client
from types_boto3_cloudsearch.client import CloudSearchClient
from types_boto3_cloudsearchdomain.client import CloudSearchDomainClient
from types_boto3_cloudtrail.client import CloudTrailClient
from types_boto3_cloudtrail_data.client import CloudTrailDataServiceClient
from types_boto3_cloudwatch.client import CloudWatchClient
from types_boto3_cloudwatch.service_resource import CloudWatchServiceResource
from types_boto3_cloudwatchomni.client import CloudWatchOmniClient
from types_boto3_codeartifact.client import CodeArtifactClient
from types_boto3_codebuild.client import CodeBuildClient
from types_boto3_codecatalyst.client import CodeCatalystClient
from types_boto3_codecommit.client import CodeCommitClient
from types_boto3_codeconnections.client import CodeConnectionsClient
from types_boto3_codedeploy.client import CodeDeployClient
from types_boto3_codeguru_reviewer.client import CodeGuruReviewerClient
from types_boto3_codeguru_security.client import CodeGuruSecurityClient
from types_boto3_codeguruprofiler.client import CodeGuruProfilerClient
from types_boto3_codepipeline.client import CodePipelineClient
from types_boto3_codestar_connections.client import CodeStarconnectionsClient
from types_boto3_codestar_notifications.client import CodeStarNotificationsClient
from types_boto3_cognito_identity.client import CognitoIdentityClient
from types_boto3_cognito_idp.client import CognitoIdentityProviderClient
from types_boto3_cognito_sync.client import CognitoSyncClient
from types_boto3_comprehend.client import ComprehendClient
from types_boto3_comprehendmedical.client import ComprehendMedicalClient
from types_boto3_compute_optimizer.client import ComputeOptimizerClient
from types_boto3_compute_optimizer_automation.client import ComputeOptimizerAutomationClient
from types_boto3_config.client import ConfigServiceClient
from types_boto3_connect.client import ConnectClient
from types_boto3_connect_contact_lens.client import ConnectContactLensClient
from types_boto3_connectcampaigns.client import ConnectCampaignServiceClient
from types_boto3_connectcampaignsv2.client import ConnectCampaignServiceV2Client
from types_boto3_connectcases.client import ConnectCasesClient
from types_boto3_connecthealth.client import ConnectHealthClient
from types_boto3_connectparticipant.client import ConnectParticipantClient
from types_boto3_continuum.client import ContinuumClient
from types_boto3_controlcatalog.client import ControlCatalogClient
from types_boto3_controltower.client import ControlTowerClient
from types_boto3_cost_optimization_hub.client import CostOptimizationHubClient
from types_boto3_cur.client import CostandUsageReportServiceClient
from types_boto3_customer_profiles.client import CustomerProfilesClient
from types_boto3_databrew.client import GlueDataBrewClient
from types_boto3_dataexchange.client import DataExchangeClient
from types_boto3_datapipeline.client import DataPipelineClient
from types_boto3_datasync.client import DataSyncClient
from types_boto3_datazone.client import DataZoneClient
from types_boto3_dax.client import DAXClient
from types_boto3_deadline.client import DeadlineCloudClient
from types_boto3_detective.client import DetectiveClient
from types_boto3_devicefarm.client import DeviceFarmClient
from types_boto3_devops_agent.client import DevOpsAgentServiceClient
from types_boto3_devops_guru.client import DevOpsGuruClient
from types_boto3_directconnect.client import DirectConnectClient
from types_boto3_discovery.client import ApplicationDiscoveryServiceClient
from types_boto3_dlm.client import DLMClient
from types_boto3_dms.client import DatabaseMigrationServiceClient
from types_boto3_docdb.client import DocDBClient
from types_boto3_docdb_elastic.client import DocDBElasticClient
from types_boto3_drs.client import DrsClient
from types_boto3_ds.client import DirectoryServiceClient
from types_boto3_ds_data.client import DirectoryServiceDataClient
from types_boto3_dsql.client import AuroraDSQLClient
from types_boto3_dynamodb.client import DynamoDBClient
from types_boto3_dynamodb.service_resource import DynamoDBServiceResource
from types_boto3_dynamodbstreams.client import DynamoDBStreamsClient
from types_boto3_ebs.client import EBSClient
from types_boto3_ec2.client import EC2Client
from types_boto3_ec2.service_resource import EC2ServiceResource
from types_boto3_ec2_instance_connect.client import EC2InstanceConnectClient
from types_boto3_ecr.client import ECRClient
from types_boto3_ecr_public.client import ECRPublicClient
from types_boto3_ecs.client import ECSClient
from types_boto3_efs.client import EFSClient
from types_boto3_eks.client import EKSClient
from types_boto3_eks_auth.client import EKSAuthClient
from types_boto3_elasticache.client import ElastiCacheClient
from types_boto3_elasticbeanstalk.client import ElasticBeanstalkClient
from types_boto3_elb.client import ElasticLoadBalancingClient
from types_boto3_elbv2.client import ElasticLoadBalancingv2Client
from types_boto3_elementalinference.client import ElementalInferenceClient
from types_boto3_emr.client import EMRClient
from types_boto3_emr_containers.client import EMRContainersClient
from types_boto3_emr_serverless.client import EMRServerlessClient
from types_boto3_endusermessaging.client import EndUserMessagingClient
from types_boto3_entityresolution.client import EntityResolutionClient
from types_boto3_es.client import ElasticsearchServiceClient
from types_boto3_eventbridgev2.client import EventBridgeV2Client
from types_boto3_events.client import EventBridgeClient
from types_boto3_evs.client import EVSClient
from types_boto3_firehose.client import FirehoseClient
from types_boto3_fis.client import FISClient
from types_boto3_fms.client import FMSClient
from types_boto3_forecast.client import ForecastServiceClient
from types_boto3_forecastquery.client import ForecastQueryServiceClient
from types_boto3_frauddetector.client import FraudDetectorClient
from types_boto3_freetier.client import FreeTierClient
from types_boto3_fsx.client import FSxClient
from types_boto3_gamelift.client import GameLiftClient
from types_boto3_gameliftstreams.client import GameLiftStreamsClient
from types_boto3_geo_maps.client import LocationServiceMapsV2Client
from types_boto3_geo_places.client import LocationServicePlacesV2Client
from types_boto3_geo_routes.client import LocationServiceRoutesV2Client
from types_boto3_glacier.client import GlacierClient
from types_boto3_glacier.service_resource import GlacierServiceResource
from types_boto3_globalaccelerator.client import GlobalAcceleratorClient
from types_boto3_glue.client import GlueClient
from types_boto3_grafana.client import ManagedGrafanaClient
from types_boto3_greengrass.client import GreengrassClient
from types_boto3_greengrassv2.client import GreengrassV2Client
from types_boto3_groundstation.client import GroundStationClient
from types_boto3_guardduty.client import GuardDutyClient
from types_boto3_health.client import HealthClient
from types_boto3_healthlake.client import HealthLakeClient
from types_boto3_iam.client import IAMClient
from types_boto3_iam.service_resource import IAMServiceResource
from types_boto3_iam_toolbox.client import IAMToolboxPreviewClient
from types_boto3_identitystore.client import IdentityStoreClient
from types_boto3_imagebuilder.client import ImagebuilderClient
from types_boto3_importexport.client import ImportExportClient
from types_boto3_inspector.client import InspectorClient
from types_boto3_inspector2.client import Inspector2Client
from types_boto3_inspector_scan.client import InspectorscanClient
from types_boto3_interconnect.client import InterconnectClient
from types_boto3_internetmonitor.client import CloudWatchInternetMonitorClient
from types_boto3_invoicing.client import InvoicingClient
from types_boto3_iot.client import IoTClient
from types_boto3_iot_data.client import IoTDataPlaneClient
from types_boto3_iot_jobs_data.client import IoTJobsDataPlaneClient
from types_boto3_iot_managed_integrations.client import ManagedintegrationsforIoTDeviceManagementClient
from types_boto3_iotdeviceadvisor.client import IoTDeviceAdvisorClient
from types_boto3_iotfleetwise.client import IoTFleetWiseClient
from types_boto3_iotsecuretunneling.client import IoTSecureTunnelingClient
from types_boto3_iotsitewise.client import IoTSiteWiseClient
from types_boto3_iotthingsgraph.client import IoTThingsGraphClient
from types_boto3_iottwinmaker.client import IoTTwinMakerClient
from types_boto3_iotwireless.client import IoTWirelessClient
from types_boto3_ivs.client import IVSClient
from types_boto3_ivs_realtime.client import IvsrealtimeClient
from types_boto3_ivschat.client import IvschatClient
from types_boto3_kafka.client import KafkaClient
from types_boto3_kafkaconnect.client import KafkaConnectClient
from types_boto3_kendra.client import KendraClient
from types_boto3_kendra_ranking.client import KendraRankingClient
from types_boto3_keyspaces.client import KeyspacesClient
from types_boto3_keyspacesstreams.client import KeyspacesStreamsClient
from types_boto3_kinesis.client import KinesisClient
from types_boto3_kinesis_video_archived_media.client import KinesisVideoArchivedMediaClient
from types_boto3_kinesis_video_media.client import KinesisVideoMediaClient
from types_boto3_kinesis_video_signaling.client import KinesisVideoSignalingChannelsClient
from types_boto3_kinesis_video_webrtc_storage.client import KinesisVideoWebRTCStorageClient
from types_boto3_kinesisanalytics.client import KinesisAnalyticsClient
from types_boto3_kinesisanalyticsv2.client import KinesisAnalyticsV2Client
from types_boto3_kinesisvideo.client import KinesisVideoClient
from types_boto3_kms.client import KMSClient
from types_boto3_lakeformation.client import LakeFormationClient
from types_boto3_lambda.client import LambdaClient
from types_boto3_lambda_core.client import LambdaCoreClient
from types_boto3_lambda_microvms.client import LambdaMicroVMsClient
from types_boto3_lambda_web.client import LambdaWebClient
from types_boto3_launch_wizard.client import LaunchWizardClient
from types_boto3_lex_models.client import LexModelBuildingServiceClient
from types_boto3_lex_runtime.client import LexRuntimeServiceClient
from types_boto3_lexv2_models.client import LexModelsV2Client
from types_boto3_lexv2_runtime.client import LexRuntimeV2Client
from types_boto3_license_manager.client import LicenseManagerClient
from types_boto3_license_manager_linux_subscriptions.client import LicenseManagerLinuxSubscriptionsClient
from types_boto3_license_manager_user_subscriptions.client import LicenseManagerUserSubscriptionsClient
from types_boto3_lightsail.client import LightsailClient
from types_boto3_location.client import LocationServiceClient
from types_boto3_logs.client import CloudWatchLogsClient
from types_boto3_lookoutequipment.client import LookoutEquipmentClient
from types_boto3_m2.client import MainframeModernizationClient
from types_boto3_machinelearning.client import MachineLearningClient
from types_boto3_macie2.client import Macie2Client
from types_boto3_mailmanager.client import MailManagerClient
from types_boto3_managedblockchain.client import ManagedBlockchainClient
from types_boto3_managedblockchain_query.client import ManagedBlockchainQueryClient
from types_boto3_marketplace_agreement.client import AgreementServiceClient
from types_boto3_marketplace_catalog.client import MarketplaceCatalogClient
from types_boto3_marketplace_deployment.client import MarketplaceDeploymentServiceClient
from types_boto3_marketplace_discovery.client import MarketplaceDiscoveryClient
from types_boto3_marketplace_entitlement.client import MarketplaceEntitlementServiceClient
from types_boto3_marketplace_reporting.client import MarketplaceReportingServiceClient
from types_boto3_marketplacecommerceanalytics.client import MarketplaceCommerceAnalyticsClient
from types_boto3_mediaconnect.client import MediaConnectClient
from types_boto3_mediaconvert.client import MediaConvertClient
from types_boto3_medialive.client import MediaLiveClient
from types_boto3_mediapackage.client import MediaPackageClient
from types_boto3_mediapackage_vod.client import MediaPackageVodClient
from types_boto3_mediapackagev2.client import Mediapackagev2Client
from types_boto3_mediastore.client import MediaStoreClient
from types_boto3_mediastore_data.client import MediaStoreDataClient
from types_boto3_mediatailor.client import MediaTailorClient
from types_boto3_medical_imaging.client import HealthImagingClient
from types_boto3_memorydb.client import MemoryDBClient
from types_boto3_meteringmarketplace.client import MarketplaceMeteringClient
from types_boto3_mgh.client import MigrationHubClient
from types_boto3_mgn.client import MgnClient
from types_boto3_migration_hub_refactor_spaces.client import MigrationHubRefactorSpacesClient
from types_boto3_migrationhub_config.client import MigrationHubConfigClient
from types_boto3_migrationhuborchestrator.client import MigrationHubOrchestratorClient
from types_boto3_migrationhubstrategy.client import MigrationHubStrategyRecommendationsClient
from types_boto3_mpa.client import MultipartyApprovalClient
from types_boto3_mq.client import MQClient
from types_boto3_mturk.client import MTurkClient
from types_boto3_mwaa.client import MWAAClient
from types_boto3_mwaa_serverless.client import MWAAServerlessClient
from types_boto3_neptune.client import NeptuneClient
from types_boto3_neptune_graph.client import NeptuneGraphClient
from types_boto3_neptunedata.client import NeptuneDataClient
from types_boto3_network_firewall.client import NetworkFirewallClient
from types_boto3_network_security_manager.client import NetworkSecurityManagerCustomerAPIClient
from types_boto3_networkflowmonitor.client import NetworkFlowMonitorClient
from types_boto3_networkmanager.client import NetworkManagerClient
from types_boto3_networkmonitor.client import CloudWatchNetworkMonitorClient
from types_boto3_notifications.client import UserNotificationsClient
from types_boto3_notificationscontacts.client import UserNotificationsContactsClient
from types_boto3_nova_act.client import NovaActServiceClient
from types_boto3_oam.client import CloudWatchObservabilityAccessManagerClient
from types_boto3_observabilityadmin.client import CloudWatchObservabilityAdminServiceClient
from types_boto3_odb.client import OdbClient
from types_boto3_omics.client import OmicsClient
from types_boto3_opensearch.client import OpenSearchServiceClient
from types_boto3_opensearchserverless.client import OpenSearchServiceServerlessClient
from types_boto3_organizations.client import OrganizationsClient
from types_boto3_osis.client import OpenSearchIngestionClient
from types_boto3_outposts.client import OutpostsClient
from types_boto3_partnercentral_account.client import PartnerCentralAccountAPIClient
from types_boto3_partnercentral_benefits.client import PartnerCentralBenefitsClient
from types_boto3_partnercentral_channel.client import PartnerCentralChannelAPIClient
from types_boto3_partnercentral_revenue_measurement.client import PartnerCentralRevenueMeasurementAPIClient
from types_boto3_partnercentral_selling.client import PartnerCentralSellingAPIClient
from types_boto3_payment_cryptography.client import PaymentCryptographyControlPlaneClient
from types_boto3_payment_cryptography_data.client import PaymentCryptographyDataPlaneClient
from types_boto3_pca_connector_ad.client import PcaConnectorAdClient
from types_boto3_pca_connector_scep.client import PrivateCAConnectorforSCEPClient
from types_boto3_pcs.client import ParallelComputingServiceClient
from types_boto3_personalize.client import PersonalizeClient
from types_boto3_personalize_events.client import PersonalizeEventsClient
from types_boto3_personalize_runtime.client import PersonalizeRuntimeClient
from types_boto3_pi.client import PIClient
from types_boto3_pinpoint.client import PinpointClient
from types_boto3_pinpoint_email.client import PinpointEmailClient
from types_boto3_pinpoint_sms_voice.client import PinpointSMSVoiceClient
from types_boto3_pinpoint_sms_voice_v2.client import PinpointSMSVoiceV2Client
from types_boto3_pipes.client import EventBridgePipesClient
from types_boto3_polly.client import PollyClient
from types_boto3_pricing.client import PricingClient
from types_boto3_pricing_plan_manager.client import PricingPlanManagerClient
from types_boto3_proton.client import ProtonClient
from types_boto3_qapps.client import QAppsClient
from types_boto3_qbusiness.client import QBusinessClient
from types_boto3_qconnect.client import QConnectClient
from types_boto3_quicksight.client import QuickSightClient
from types_boto3_ram.client import RAMClient
from types_boto3_rbin.client import RecycleBinClient
from types_boto3_rds.client import RDSClient
from types_boto3_rds_data.client import RDSDataServiceClient
from types_boto3_redshift.client import RedshiftClient
from types_boto3_redshift_data.client import RedshiftDataAPIServiceClient
from types_boto3_redshift_serverless.client import RedshiftServerlessClient
from types_boto3_rekognition.client import RekognitionClient
from types_boto3_repostspace.client import RePostPrivateClient
from types_boto3_resiliencehub.client import ResilienceHubClient
from types_boto3_resiliencehubv2.client import ResilienceHubV2Client
from types_boto3_resource_explorer_2.client import ResourceExplorerClient
from types_boto3_resource_groups.client import ResourceGroupsClient
from types_boto3_resourcegroupstaggingapi.client import ResourceGroupsTaggingAPIClient
from types_boto3_rolesanywhere.client import IAMRolesAnywhereClient
from types_boto3_route53.client import Route53Client
from types_boto3_route53_recovery_cluster.client import Route53RecoveryClusterClient
from types_boto3_route53_recovery_control_config.client import Route53RecoveryControlConfigClient
from types_boto3_route53_recovery_readiness.client import Route53RecoveryReadinessClient
from types_boto3_route53domains.client import Route53DomainsClient
from types_boto3_route53globalresolver.client import Route53GlobalResolverClient
from types_boto3_route53profiles.client import Route53ProfilesClient
from types_boto3_route53resolver.client import Route53ResolverClient
from types_boto3_rtbfabric.client import RTBFabricClient
from types_boto3_rum.client import CloudWatchRUMClient
from types_boto3_s3.client import S3Client
from types_boto3_s3.service_resource import S3ServiceResource
from types_boto3_s3control.client import S3ControlClient
from types_boto3_s3files.client import S3FilesClient
from types_boto3_s3outposts.client import S3OutpostsClient
from types_boto3_s3tables.client import S3TablesClient
from types_boto3_s3vectors.client import S3VectorsClient
from types_boto3_sagemaker.client import SageMakerClient
from types_boto3_sagemaker_a2i_runtime.client import AugmentedAIRuntimeClient
from types_boto3_sagemaker_edge.client import SagemakerEdgeManagerClient
from types_boto3_sagemaker_featurestore_runtime.client import SageMakerFeatureStoreRuntimeClient
from types_boto3_sagemaker_geospatial.client import SageMakergeospatialcapabilitiesClient
from types_boto3_sagemaker_metrics.client import SageMakerMetricsClient
from types_boto3_sagemaker_runtime.client import SageMakerRuntimeClient
from types_boto3_sagemakerjobruntime.client import SagemakerJobRuntimeServiceClient
from types_boto3_sagemakertrainingsessionruntime.client import SageMakerTrainingSessionRuntimeClient
from types_boto3_savingsplans.client import SavingsPlansClient
from types_boto3_scheduler.client import EventBridgeSchedulerClient
from types_boto3_schemas.client import SchemasClient
from types_boto3_sdb.client import SimpleDBClient
from types_boto3_secretsmanager.client import SecretsManagerClient
from types_boto3_security_ir.client import SecurityIncidentResponseClient
from types_boto3_securityagent.client import SecurityAgentClient
from types_boto3_securityhub.client import SecurityHubClient
from types_boto3_securitylake.client import SecurityLakeClient
from types_boto3_serverlessrepo.client import ServerlessApplicationRepositoryClient
from types_boto3_service_quotas.client import ServiceQuotasClient
from types_boto3_servicecatalog.client import ServiceCatalogClient
from types_boto3_servicecatalog_appregistry.client import AppRegistryClient
from types_boto3_servicediscovery.client import ServiceDiscoveryClient
from types_boto3_ses.client import SESClient
from types_boto3_sesv2.client import SESV2Client
from types_boto3_shield.client import ShieldClient
from types_boto3_signer.client import SignerClient
from types_boto3_signer_data.client import SignerDataPlaneClient
from types_boto3_signin.client import SignInServiceClient
from types_boto3_simpledbv2.client import SimpleDBv2Client
from types_boto3_snow_device_management.client import SnowDeviceManagementClient
from types_boto3_snowball.client import SnowballClient
from types_boto3_sns.client import SNSClient
from types_boto3_sns.service_resource import SNSServiceResource
from types_boto3_socialmessaging.client import EndUserMessagingSocialClient
from types_boto3_sqs.client import SQSClient
from types_boto3_sqs.service_resource import SQSServiceResource
from types_boto3_ssm.client import SSMClient
from types_boto3_ssm_contacts.client import SSMContactsClient
from types_boto3_ssm_guiconnect.client import SSMGUIConnectClient
from types_boto3_ssm_incidents.client import SSMIncidentsClient
from types_boto3_ssm_quicksetup.client import SystemsManagerQuickSetupClient
from types_boto3_ssm_sap.client import SsmSapClient
from types_boto3_sso.client import SSOClient
from types_boto3_sso_admin.client import SSOAdminClient
from types_boto3_sso_oidc.client import SSOOIDCClient
from types_boto3_stepfunctions.client import SFNClient
from types_boto3_storagegateway.client import StorageGatewayClient
from types_boto3_sts.client import STSClient
from types_boto3_supplychain.client import SupplyChainClient
from types_boto3_support.client import SupportClient
from types_boto3_support_app.client import SupportAppClient
from types_boto3_supportauthz.client import SupportAuthZClient
from types_boto3_sustainability.client import SustainabilityClient
from types_boto3_swf.client import SWFClient
from types_boto3_synthetics.client import SyntheticsClient
from types_boto3_taxsettings.client import TaxSettingsClient
from types_boto3_textract.client import TextractClient
from types_boto3_timestream_influxdb.client import TimestreamInfluxDBClient
from types_boto3_timestream_query.client import TimestreamQueryClient
from types_boto3_timestream_write.client import TimestreamWriteClient
from types_boto3_transcribe.client import TranscribeServiceClient
from types_boto3_transfer.client import TransferClient
from types_boto3_translate.client import TranslateClient
from types_boto3_trustedadvisor.client import TrustedAdvisorPublicAPIClient
from types_boto3_uxc.client import UserExperienceCustomizationClient
from types_boto3_verifiedpermissions.client import VerifiedPermissionsClient
from types_boto3_voice_id.client import VoiceIDClient
from types_boto3_vpc_lattice.client import VPCLatticeClient
from types_boto3_waf.client import WAFClient
from types_boto3_waf_regional.client import WAFRegionalClient
from types_boto3_wafv2.client import WAFV2Client
from types_boto3_wellarchitected.client import WellArchitectedClient
from types_boto3_wickr.client import WickrAdminAPIClient
from types_boto3_wisdom.client import ConnectWisdomServiceClient
from types_boto3_workdocs.client import WorkDocsClient
from types_boto3_workmail.client import WorkMailClient
from types_boto3_workmailmessageflow.client import WorkMailMessageFlowClient
from types_boto3_workspaces.client import WorkSpacesClient
from types_boto3_workspaces_instances.client import WorkspacesInstancesClient
from types_boto3_workspaces_thin_client.client import WorkSpacesThinClientClient
from types_boto3_workspaces_web.client import WorkSpacesWebClient
from types_boto3_xray.client import XRayClient
C = TypeVarWithDefault('C', default=Any)
H = TypeVar('H', bound='AwsHook[Any]')
def _load_modules(*names: str) -> None: ...
def _load_client_modules() -> None: ...
class AwsHook(StockNames, BaseHook, Generic[C]):
    conn_name_attr = 'aws_conn_id'
    default_conn_name = 'aws_default'
    conn_type = 'aws'
    hook_name = 'Amazon Web Services'
    aws_conn_id: str | None
    client_type: str | None
    resource_type: str | None
    _verify: bool | str | None
    _region_name: str | None
    _awsconn_config: Config | Mapping[str, Any] | None
    _awsconn_shared: bool

    @overload
    def __init__(self, aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: None=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AccessAnalyzerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['accessanalyzer']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AccountClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['account']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AccountAccessClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['account-access']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ACMClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['acm']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ACMPCAClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['acm-pca']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AgentRegistryClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['agent-registry']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AgentRegistryControlClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['agent-registry-control']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AIOpsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['aiops']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PrometheusServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['amp']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AmplifyClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['amplify']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AmplifyBackendClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['amplifybackend']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AmplifyUIBuilderClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['amplifyuibuilder']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[APIGatewayClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['apigateway']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ApiGatewayManagementApiClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['apigatewaymanagementapi']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ApiGatewayV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['apigatewayv2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AppConfigClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['appconfig']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AppConfigDataClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['appconfigdata']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AppFabricClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['appfabric']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AppflowClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['appflow']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AppIntegrationsServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['appintegrations']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ApplicationAutoScalingClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['application-autoscaling']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ApplicationInsightsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['application-insights']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudWatchApplicationSignalsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['application-signals']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ApplicationCostProfilerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['applicationcostprofiler']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AppMeshClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['appmesh']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AppRunnerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['apprunner']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AppStreamClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['appstream']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AppSyncClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['appsync']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ARCRegionswitchClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['arc-region-switch']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ARCZonalShiftClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['arc-zonal-shift']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ArtifactClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['artifact']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AthenaClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['athena']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AuditManagerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['auditmanager']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AutoScalingClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['autoscaling']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AutoScalingPlansClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['autoscaling-plans']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[B2BIClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['b2bi']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BackupClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['backup']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BackupGatewayClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['backup-gateway']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BackupSearchClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['backupsearch']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BatchClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['batch']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BillingandCostManagementDashboardsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bcm-dashboards']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BillingandCostManagementDataExportsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bcm-data-exports']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BillingandCostManagementPricingCalculatorClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bcm-pricing-calculator']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BillingandCostManagementRecommendedActionsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bcm-recommended-actions']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BedrockClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bedrock']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AgentsforBedrockClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bedrock-agent']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AgentsforBedrockRuntimeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bedrock-agent-runtime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BedrockAgentCoreClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bedrock-agentcore']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BedrockAgentCoreControlClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bedrock-agentcore-control']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DataAutomationforBedrockClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bedrock-data-automation']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[RuntimeforBedrockDataAutomationClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bedrock-data-automation-runtime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BedrockRuntimeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['bedrock-runtime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BillingClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['billing']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BillingConductorClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['billingconductor']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BraketClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['braket']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[BudgetsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['budgets']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CostExplorerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ce']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ChatbotClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['chatbot']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ChimeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['chime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ChimeSDKIdentityClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['chime-sdk-identity']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ChimeSDKMediaPipelinesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['chime-sdk-media-pipelines']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ChimeSDKMeetingsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['chime-sdk-meetings']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ChimeSDKMessagingClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['chime-sdk-messaging']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ChimeSDKVoiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['chime-sdk-voice']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CleanRoomsServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cleanrooms']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CleanRoomsMLClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cleanroomsml']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Cloud9Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloud9']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudControlApiClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudcontrol']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudDirectoryClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['clouddirectory']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudFormationClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudformation']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudFrontClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudfront']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudFrontKeyValueStoreClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudfront-keyvaluestore']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudHSMClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudhsm']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudHSMV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudhsmv2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudSearchClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudsearch']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudSearchDomainClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudsearchdomain']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudTrailClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudtrail']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudTrailDataServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudtrail-data']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudWatchClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudwatch']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudWatchOmniClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cloudwatchomni']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodeArtifactClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codeartifact']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodeBuildClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codebuild']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodeCatalystClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codecatalyst']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodeCommitClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codecommit']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodeConnectionsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codeconnections']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodeDeployClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codedeploy']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodeGuruReviewerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codeguru-reviewer']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodeGuruSecurityClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codeguru-security']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodeGuruProfilerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codeguruprofiler']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodePipelineClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codepipeline']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodeStarconnectionsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codestar-connections']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CodeStarNotificationsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['codestar-notifications']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CognitoIdentityClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cognito-identity']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CognitoIdentityProviderClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cognito-idp']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CognitoSyncClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cognito-sync']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ComprehendClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['comprehend']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ComprehendMedicalClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['comprehendmedical']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ComputeOptimizerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['compute-optimizer']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ComputeOptimizerAutomationClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['compute-optimizer-automation']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ConfigServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['config']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ConnectClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['connect']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ConnectContactLensClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['connect-contact-lens']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ConnectCampaignServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['connectcampaigns']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ConnectCampaignServiceV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['connectcampaignsv2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ConnectCasesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['connectcases']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ConnectHealthClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['connecthealth']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ConnectParticipantClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['connectparticipant']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ContinuumClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['continuum']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ControlCatalogClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['controlcatalog']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ControlTowerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['controltower']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CostOptimizationHubClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cost-optimization-hub']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CostandUsageReportServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['cur']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CustomerProfilesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['customer-profiles']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[GlueDataBrewClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['databrew']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DataExchangeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['dataexchange']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DataPipelineClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['datapipeline']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DataSyncClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['datasync']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DataZoneClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['datazone']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DAXClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['dax']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DeadlineCloudClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['deadline']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DetectiveClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['detective']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DeviceFarmClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['devicefarm']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DevOpsAgentServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['devops-agent']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DevOpsGuruClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['devops-guru']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DirectConnectClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['directconnect']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ApplicationDiscoveryServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['discovery']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DLMClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['dlm']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DatabaseMigrationServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['dms']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DocDBClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['docdb']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DocDBElasticClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['docdb-elastic']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DrsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['drs']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DirectoryServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ds']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DirectoryServiceDataClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ds-data']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AuroraDSQLClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['dsql']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DynamoDBClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['dynamodb']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DynamoDBStreamsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['dynamodbstreams']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EBSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ebs']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EC2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ec2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EC2InstanceConnectClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ec2-instance-connect']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ECRClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ecr']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ECRPublicClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ecr-public']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ECSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ecs']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EFSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['efs']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EKSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['eks']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EKSAuthClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['eks-auth']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ElastiCacheClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['elasticache']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ElasticBeanstalkClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['elasticbeanstalk']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ElasticLoadBalancingClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['elb']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ElasticLoadBalancingv2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['elbv2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ElementalInferenceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['elementalinference']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EMRClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['emr']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EMRContainersClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['emr-containers']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EMRServerlessClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['emr-serverless']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EndUserMessagingClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['endusermessaging']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EntityResolutionClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['entityresolution']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ElasticsearchServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['es']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EventBridgeV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['eventbridgev2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EventBridgeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['events']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EVSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['evs']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[FirehoseClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['firehose']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[FISClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['fis']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[FMSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['fms']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ForecastServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['forecast']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ForecastQueryServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['forecastquery']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[FraudDetectorClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['frauddetector']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[FreeTierClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['freetier']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[FSxClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['fsx']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[GameLiftClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['gamelift']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[GameLiftStreamsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['gameliftstreams']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LocationServiceMapsV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['geo-maps']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LocationServicePlacesV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['geo-places']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LocationServiceRoutesV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['geo-routes']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[GlacierClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['glacier']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[GlobalAcceleratorClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['globalaccelerator']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[GlueClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['glue']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ManagedGrafanaClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['grafana']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[GreengrassClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['greengrass']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[GreengrassV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['greengrassv2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[GroundStationClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['groundstation']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[GuardDutyClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['guardduty']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[HealthClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['health']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[HealthLakeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['healthlake']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IAMClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iam']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IAMToolboxPreviewClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iam-toolbox']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IdentityStoreClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['identitystore']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ImagebuilderClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['imagebuilder']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ImportExportClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['importexport']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[InspectorClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['inspector']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[InspectorscanClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['inspector-scan']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Inspector2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['inspector2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[InterconnectClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['interconnect']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudWatchInternetMonitorClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['internetmonitor']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[InvoicingClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['invoicing']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IoTClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iot']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IoTDataPlaneClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iot-data']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IoTJobsDataPlaneClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iot-jobs-data']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ManagedintegrationsforIoTDeviceManagementClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iot-managed-integrations']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IoTDeviceAdvisorClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iotdeviceadvisor']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IoTFleetWiseClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iotfleetwise']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IoTSecureTunnelingClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iotsecuretunneling']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IoTSiteWiseClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iotsitewise']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IoTThingsGraphClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iotthingsgraph']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IoTTwinMakerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iottwinmaker']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IoTWirelessClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['iotwireless']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IVSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ivs']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IvsrealtimeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ivs-realtime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IvschatClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ivschat']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KafkaClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kafka']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KafkaConnectClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kafkaconnect']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KendraClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kendra']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KendraRankingClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kendra-ranking']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KeyspacesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['keyspaces']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KeyspacesStreamsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['keyspacesstreams']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KinesisClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kinesis']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KinesisVideoArchivedMediaClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kinesis-video-archived-media']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KinesisVideoMediaClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kinesis-video-media']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KinesisVideoSignalingChannelsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kinesis-video-signaling']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KinesisVideoWebRTCStorageClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kinesis-video-webrtc-storage']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KinesisAnalyticsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kinesisanalytics']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KinesisAnalyticsV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kinesisanalyticsv2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KinesisVideoClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kinesisvideo']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[KMSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['kms']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LakeFormationClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['lakeformation']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LambdaClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['lambda']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LambdaCoreClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['lambda-core']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LambdaMicroVMsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['lambda-microvms']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LambdaWebClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['lambda-web']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LaunchWizardClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['launch-wizard']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LexModelBuildingServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['lex-models']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LexRuntimeServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['lex-runtime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LexModelsV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['lexv2-models']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LexRuntimeV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['lexv2-runtime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LicenseManagerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['license-manager']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LicenseManagerLinuxSubscriptionsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['license-manager-linux-subscriptions']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LicenseManagerUserSubscriptionsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['license-manager-user-subscriptions']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LightsailClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['lightsail']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LocationServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['location']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudWatchLogsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['logs']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[LookoutEquipmentClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['lookoutequipment']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MainframeModernizationClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['m2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MachineLearningClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['machinelearning']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Macie2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['macie2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MailManagerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mailmanager']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ManagedBlockchainClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['managedblockchain']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ManagedBlockchainQueryClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['managedblockchain-query']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AgreementServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['marketplace-agreement']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MarketplaceCatalogClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['marketplace-catalog']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MarketplaceDeploymentServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['marketplace-deployment']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MarketplaceDiscoveryClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['marketplace-discovery']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MarketplaceEntitlementServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['marketplace-entitlement']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MarketplaceReportingServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['marketplace-reporting']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MarketplaceCommerceAnalyticsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['marketplacecommerceanalytics']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MediaConnectClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mediaconnect']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MediaConvertClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mediaconvert']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MediaLiveClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['medialive']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MediaPackageClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mediapackage']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MediaPackageVodClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mediapackage-vod']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Mediapackagev2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mediapackagev2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MediaStoreClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mediastore']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MediaStoreDataClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mediastore-data']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MediaTailorClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mediatailor']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[HealthImagingClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['medical-imaging']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MemoryDBClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['memorydb']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MarketplaceMeteringClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['meteringmarketplace']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MigrationHubClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mgh']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MgnClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mgn']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MigrationHubRefactorSpacesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['migration-hub-refactor-spaces']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MigrationHubConfigClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['migrationhub-config']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MigrationHubOrchestratorClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['migrationhuborchestrator']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MigrationHubStrategyRecommendationsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['migrationhubstrategy']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MultipartyApprovalClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mpa']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MQClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mq']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MTurkClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mturk']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MWAAClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mwaa']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[MWAAServerlessClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['mwaa-serverless']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[NeptuneClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['neptune']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[NeptuneGraphClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['neptune-graph']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[NeptuneDataClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['neptunedata']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[NetworkFirewallClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['network-firewall']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[NetworkSecurityManagerCustomerAPIClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['network-security-manager']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[NetworkFlowMonitorClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['networkflowmonitor']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[NetworkManagerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['networkmanager']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudWatchNetworkMonitorClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['networkmonitor']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[UserNotificationsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['notifications']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[UserNotificationsContactsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['notificationscontacts']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[NovaActServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['nova-act']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudWatchObservabilityAccessManagerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['oam']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudWatchObservabilityAdminServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['observabilityadmin']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[OdbClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['odb']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[OmicsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['omics']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[OpenSearchServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['opensearch']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[OpenSearchServiceServerlessClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['opensearchserverless']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[OrganizationsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['organizations']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[OpenSearchIngestionClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['osis']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[OutpostsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['outposts']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PartnerCentralAccountAPIClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['partnercentral-account']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PartnerCentralBenefitsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['partnercentral-benefits']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PartnerCentralChannelAPIClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['partnercentral-channel']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PartnerCentralRevenueMeasurementAPIClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['partnercentral-revenue-measurement']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PartnerCentralSellingAPIClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['partnercentral-selling']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PaymentCryptographyControlPlaneClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['payment-cryptography']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PaymentCryptographyDataPlaneClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['payment-cryptography-data']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PcaConnectorAdClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['pca-connector-ad']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PrivateCAConnectorforSCEPClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['pca-connector-scep']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ParallelComputingServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['pcs']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PersonalizeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['personalize']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PersonalizeEventsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['personalize-events']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PersonalizeRuntimeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['personalize-runtime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PIClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['pi']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PinpointClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['pinpoint']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PinpointEmailClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['pinpoint-email']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PinpointSMSVoiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['pinpoint-sms-voice']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PinpointSMSVoiceV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['pinpoint-sms-voice-v2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EventBridgePipesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['pipes']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PollyClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['polly']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PricingClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['pricing']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[PricingPlanManagerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['pricing-plan-manager']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ProtonClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['proton']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[QAppsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['qapps']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[QBusinessClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['qbusiness']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[QConnectClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['qconnect']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[QuickSightClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['quicksight']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[RAMClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ram']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[RecycleBinClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['rbin']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[RDSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['rds']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[RDSDataServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['rds-data']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[RedshiftClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['redshift']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[RedshiftDataAPIServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['redshift-data']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[RedshiftServerlessClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['redshift-serverless']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[RekognitionClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['rekognition']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[RePostPrivateClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['repostspace']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ResilienceHubClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['resiliencehub']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ResilienceHubV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['resiliencehubv2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ResourceExplorerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['resource-explorer-2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ResourceGroupsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['resource-groups']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ResourceGroupsTaggingAPIClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['resourcegroupstaggingapi']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IAMRolesAnywhereClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['rolesanywhere']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Route53Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['route53']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Route53RecoveryClusterClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['route53-recovery-cluster']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Route53RecoveryControlConfigClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['route53-recovery-control-config']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Route53RecoveryReadinessClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['route53-recovery-readiness']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Route53DomainsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['route53domains']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Route53GlobalResolverClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['route53globalresolver']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Route53ProfilesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['route53profiles']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[Route53ResolverClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['route53resolver']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[RTBFabricClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['rtbfabric']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudWatchRUMClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['rum']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[S3Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['s3']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[S3ControlClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['s3control']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[S3FilesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['s3files']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[S3OutpostsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['s3outposts']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[S3TablesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['s3tables']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[S3VectorsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['s3vectors']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SageMakerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sagemaker']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AugmentedAIRuntimeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sagemaker-a2i-runtime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SagemakerEdgeManagerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sagemaker-edge']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SageMakerFeatureStoreRuntimeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sagemaker-featurestore-runtime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SageMakergeospatialcapabilitiesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sagemaker-geospatial']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SageMakerMetricsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sagemaker-metrics']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SageMakerRuntimeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sagemaker-runtime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SagemakerJobRuntimeServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sagemakerjobruntime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SageMakerTrainingSessionRuntimeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sagemakertrainingsessionruntime']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SavingsPlansClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['savingsplans']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EventBridgeSchedulerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['scheduler']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SchemasClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['schemas']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SimpleDBClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sdb']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SecretsManagerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['secretsmanager']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SecurityIncidentResponseClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['security-ir']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SecurityAgentClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['securityagent']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SecurityHubClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['securityhub']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SecurityLakeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['securitylake']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ServerlessApplicationRepositoryClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['serverlessrepo']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ServiceQuotasClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['service-quotas']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ServiceCatalogClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['servicecatalog']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[AppRegistryClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['servicecatalog-appregistry']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ServiceDiscoveryClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['servicediscovery']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SESClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ses']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SESV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sesv2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ShieldClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['shield']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SignerClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['signer']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SignerDataPlaneClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['signer-data']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SignInServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['signin']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SimpleDBv2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['simpledbv2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SnowDeviceManagementClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['snow-device-management']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SnowballClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['snowball']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SNSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sns']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EndUserMessagingSocialClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['socialmessaging']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SQSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sqs']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SSMClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ssm']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SSMContactsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ssm-contacts']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SSMGUIConnectClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ssm-guiconnect']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SSMIncidentsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ssm-incidents']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SystemsManagerQuickSetupClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ssm-quicksetup']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SsmSapClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['ssm-sap']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SSOClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sso']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SSOAdminClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sso-admin']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SSOOIDCClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sso-oidc']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SFNClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['stepfunctions']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[StorageGatewayClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['storagegateway']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[STSClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sts']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SupplyChainClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['supplychain']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SupportClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['support']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SupportAppClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['support-app']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SupportAuthZClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['supportauthz']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SustainabilityClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['sustainability']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SWFClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['swf']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SyntheticsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['synthetics']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[TaxSettingsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['taxsettings']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[TextractClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['textract']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[TimestreamInfluxDBClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['timestream-influxdb']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[TimestreamQueryClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['timestream-query']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[TimestreamWriteClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['timestream-write']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[TranscribeServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['transcribe']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[TransferClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['transfer']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[TranslateClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['translate']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[TrustedAdvisorPublicAPIClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['trustedadvisor']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[UserExperienceCustomizationClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['uxc']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[VerifiedPermissionsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['verifiedpermissions']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[VoiceIDClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['voice-id']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[VPCLatticeClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['vpc-lattice']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WAFClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['waf']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WAFRegionalClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['waf-regional']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WAFV2Client], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['wafv2']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WellArchitectedClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['wellarchitected']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WickrAdminAPIClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['wickr']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[ConnectWisdomServiceClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['wisdom']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WorkDocsClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['workdocs']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WorkMailClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['workmail']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WorkMailMessageFlowClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['workmailmessageflow']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WorkSpacesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['workspaces']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WorkspacesInstancesClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['workspaces-instances']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WorkSpacesThinClientClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['workspaces-thin-client']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[WorkSpacesWebClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['workspaces-web']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[XRayClient], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: Literal['xray']=..., resource_type: None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudFormationServiceResource], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: None=..., resource_type: Literal['cloudformation']=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[CloudWatchServiceResource], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: None=..., resource_type: Literal['cloudwatch']=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[DynamoDBServiceResource], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: None=..., resource_type: Literal['dynamodb']=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[EC2ServiceResource], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: None=..., resource_type: Literal['ec2']=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[GlacierServiceResource], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: None=..., resource_type: Literal['glacier']=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[IAMServiceResource], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: None=..., resource_type: Literal['iam']=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[S3ServiceResource], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: None=..., resource_type: Literal['s3']=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SNSServiceResource], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: None=..., resource_type: Literal['sns']=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self: AwsHook[SQSServiceResource], aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: None=..., resource_type: Literal['sqs']=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    @overload
    def __init__(self, aws_conn_id: str | None=..., verify: bool | str | None=..., region_name: str | None=..., client_type: str | None=..., resource_type: str | None=..., config: Config | Mapping[str, Any] | None=..., *, shared: bool=...) -> None: ...

    def __getstate__(self) -> dict[str, Any]: ...

    @cached_property
    def conn_config(self) -> AwsConnectionWrapper: ...

    def describe(self, service_name: str | None=...) -> Description: ...

    @property
    def region_name(self) -> str | None: ...

    @property
    def verify(self) -> bool | str | None: ...

    @property
    def config(self) -> Config: ...

    @property
    def service_name(self) -> str: ...

    @property
    def service_config(self) -> dict[str, Any]: ...

    @overload
    def get_session(self, region_name: str | None=..., deferrable: Literal[False]=...) -> Session: ...

    @overload
    def get_session(self, region_name: str | None=..., deferrable: bool=...) -> Any: ...

    @overload
    def get_client_type(self, client_type: None=..., region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> C: ...

    @overload
    def get_client_type(self, client_type: Literal['accessanalyzer'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AccessAnalyzerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['account'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AccountClient: ...

    @overload
    def get_client_type(self, client_type: Literal['account-access'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AccountAccessClient: ...

    @overload
    def get_client_type(self, client_type: Literal['acm'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ACMClient: ...

    @overload
    def get_client_type(self, client_type: Literal['acm-pca'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ACMPCAClient: ...

    @overload
    def get_client_type(self, client_type: Literal['agent-registry'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AgentRegistryClient: ...

    @overload
    def get_client_type(self, client_type: Literal['agent-registry-control'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AgentRegistryControlClient: ...

    @overload
    def get_client_type(self, client_type: Literal['aiops'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AIOpsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['amp'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PrometheusServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['amplify'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AmplifyClient: ...

    @overload
    def get_client_type(self, client_type: Literal['amplifybackend'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AmplifyBackendClient: ...

    @overload
    def get_client_type(self, client_type: Literal['amplifyuibuilder'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AmplifyUIBuilderClient: ...

    @overload
    def get_client_type(self, client_type: Literal['apigateway'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> APIGatewayClient: ...

    @overload
    def get_client_type(self, client_type: Literal['apigatewaymanagementapi'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ApiGatewayManagementApiClient: ...

    @overload
    def get_client_type(self, client_type: Literal['apigatewayv2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ApiGatewayV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['appconfig'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AppConfigClient: ...

    @overload
    def get_client_type(self, client_type: Literal['appconfigdata'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AppConfigDataClient: ...

    @overload
    def get_client_type(self, client_type: Literal['appfabric'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AppFabricClient: ...

    @overload
    def get_client_type(self, client_type: Literal['appflow'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AppflowClient: ...

    @overload
    def get_client_type(self, client_type: Literal['appintegrations'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AppIntegrationsServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['application-autoscaling'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ApplicationAutoScalingClient: ...

    @overload
    def get_client_type(self, client_type: Literal['application-insights'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ApplicationInsightsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['application-signals'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudWatchApplicationSignalsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['applicationcostprofiler'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ApplicationCostProfilerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['appmesh'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AppMeshClient: ...

    @overload
    def get_client_type(self, client_type: Literal['apprunner'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AppRunnerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['appstream'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AppStreamClient: ...

    @overload
    def get_client_type(self, client_type: Literal['appsync'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AppSyncClient: ...

    @overload
    def get_client_type(self, client_type: Literal['arc-region-switch'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ARCRegionswitchClient: ...

    @overload
    def get_client_type(self, client_type: Literal['arc-zonal-shift'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ARCZonalShiftClient: ...

    @overload
    def get_client_type(self, client_type: Literal['artifact'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ArtifactClient: ...

    @overload
    def get_client_type(self, client_type: Literal['athena'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AthenaClient: ...

    @overload
    def get_client_type(self, client_type: Literal['auditmanager'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AuditManagerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['autoscaling'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AutoScalingClient: ...

    @overload
    def get_client_type(self, client_type: Literal['autoscaling-plans'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AutoScalingPlansClient: ...

    @overload
    def get_client_type(self, client_type: Literal['b2bi'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> B2BIClient: ...

    @overload
    def get_client_type(self, client_type: Literal['backup'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BackupClient: ...

    @overload
    def get_client_type(self, client_type: Literal['backup-gateway'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BackupGatewayClient: ...

    @overload
    def get_client_type(self, client_type: Literal['backupsearch'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BackupSearchClient: ...

    @overload
    def get_client_type(self, client_type: Literal['batch'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BatchClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bcm-dashboards'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BillingandCostManagementDashboardsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bcm-data-exports'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BillingandCostManagementDataExportsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bcm-pricing-calculator'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BillingandCostManagementPricingCalculatorClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bcm-recommended-actions'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BillingandCostManagementRecommendedActionsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bedrock'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BedrockClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bedrock-agent'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AgentsforBedrockClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bedrock-agent-runtime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AgentsforBedrockRuntimeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bedrock-agentcore'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BedrockAgentCoreClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bedrock-agentcore-control'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BedrockAgentCoreControlClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bedrock-data-automation'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DataAutomationforBedrockClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bedrock-data-automation-runtime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> RuntimeforBedrockDataAutomationClient: ...

    @overload
    def get_client_type(self, client_type: Literal['bedrock-runtime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BedrockRuntimeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['billing'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BillingClient: ...

    @overload
    def get_client_type(self, client_type: Literal['billingconductor'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BillingConductorClient: ...

    @overload
    def get_client_type(self, client_type: Literal['braket'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BraketClient: ...

    @overload
    def get_client_type(self, client_type: Literal['budgets'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> BudgetsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ce'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CostExplorerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['chatbot'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ChatbotClient: ...

    @overload
    def get_client_type(self, client_type: Literal['chime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ChimeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['chime-sdk-identity'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ChimeSDKIdentityClient: ...

    @overload
    def get_client_type(self, client_type: Literal['chime-sdk-media-pipelines'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ChimeSDKMediaPipelinesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['chime-sdk-meetings'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ChimeSDKMeetingsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['chime-sdk-messaging'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ChimeSDKMessagingClient: ...

    @overload
    def get_client_type(self, client_type: Literal['chime-sdk-voice'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ChimeSDKVoiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cleanrooms'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CleanRoomsServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cleanroomsml'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CleanRoomsMLClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cloud9'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Cloud9Client: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudcontrol'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudControlApiClient: ...

    @overload
    def get_client_type(self, client_type: Literal['clouddirectory'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudDirectoryClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudformation'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudFormationClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudfront'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudFrontClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudfront-keyvaluestore'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudFrontKeyValueStoreClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudhsm'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudHSMClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudhsmv2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudHSMV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudsearch'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudSearchClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudsearchdomain'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudSearchDomainClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudtrail'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudTrailClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudtrail-data'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudTrailDataServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudwatch'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudWatchClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cloudwatchomni'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudWatchOmniClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codeartifact'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodeArtifactClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codebuild'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodeBuildClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codecatalyst'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodeCatalystClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codecommit'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodeCommitClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codeconnections'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodeConnectionsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codedeploy'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodeDeployClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codeguru-reviewer'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodeGuruReviewerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codeguru-security'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodeGuruSecurityClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codeguruprofiler'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodeGuruProfilerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codepipeline'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodePipelineClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codestar-connections'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodeStarconnectionsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['codestar-notifications'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CodeStarNotificationsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cognito-identity'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CognitoIdentityClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cognito-idp'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CognitoIdentityProviderClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cognito-sync'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CognitoSyncClient: ...

    @overload
    def get_client_type(self, client_type: Literal['comprehend'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ComprehendClient: ...

    @overload
    def get_client_type(self, client_type: Literal['comprehendmedical'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ComprehendMedicalClient: ...

    @overload
    def get_client_type(self, client_type: Literal['compute-optimizer'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ComputeOptimizerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['compute-optimizer-automation'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ComputeOptimizerAutomationClient: ...

    @overload
    def get_client_type(self, client_type: Literal['config'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ConfigServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['connect'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ConnectClient: ...

    @overload
    def get_client_type(self, client_type: Literal['connect-contact-lens'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ConnectContactLensClient: ...

    @overload
    def get_client_type(self, client_type: Literal['connectcampaigns'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ConnectCampaignServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['connectcampaignsv2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ConnectCampaignServiceV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['connectcases'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ConnectCasesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['connecthealth'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ConnectHealthClient: ...

    @overload
    def get_client_type(self, client_type: Literal['connectparticipant'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ConnectParticipantClient: ...

    @overload
    def get_client_type(self, client_type: Literal['continuum'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ContinuumClient: ...

    @overload
    def get_client_type(self, client_type: Literal['controlcatalog'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ControlCatalogClient: ...

    @overload
    def get_client_type(self, client_type: Literal['controltower'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ControlTowerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cost-optimization-hub'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CostOptimizationHubClient: ...

    @overload
    def get_client_type(self, client_type: Literal['cur'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CostandUsageReportServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['customer-profiles'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CustomerProfilesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['databrew'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> GlueDataBrewClient: ...

    @overload
    def get_client_type(self, client_type: Literal['dataexchange'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DataExchangeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['datapipeline'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DataPipelineClient: ...

    @overload
    def get_client_type(self, client_type: Literal['datasync'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DataSyncClient: ...

    @overload
    def get_client_type(self, client_type: Literal['datazone'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DataZoneClient: ...

    @overload
    def get_client_type(self, client_type: Literal['dax'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DAXClient: ...

    @overload
    def get_client_type(self, client_type: Literal['deadline'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DeadlineCloudClient: ...

    @overload
    def get_client_type(self, client_type: Literal['detective'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DetectiveClient: ...

    @overload
    def get_client_type(self, client_type: Literal['devicefarm'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DeviceFarmClient: ...

    @overload
    def get_client_type(self, client_type: Literal['devops-agent'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DevOpsAgentServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['devops-guru'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DevOpsGuruClient: ...

    @overload
    def get_client_type(self, client_type: Literal['directconnect'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DirectConnectClient: ...

    @overload
    def get_client_type(self, client_type: Literal['discovery'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ApplicationDiscoveryServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['dlm'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DLMClient: ...

    @overload
    def get_client_type(self, client_type: Literal['dms'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DatabaseMigrationServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['docdb'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DocDBClient: ...

    @overload
    def get_client_type(self, client_type: Literal['docdb-elastic'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DocDBElasticClient: ...

    @overload
    def get_client_type(self, client_type: Literal['drs'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DrsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ds'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DirectoryServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ds-data'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DirectoryServiceDataClient: ...

    @overload
    def get_client_type(self, client_type: Literal['dsql'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AuroraDSQLClient: ...

    @overload
    def get_client_type(self, client_type: Literal['dynamodb'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DynamoDBClient: ...

    @overload
    def get_client_type(self, client_type: Literal['dynamodbstreams'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> DynamoDBStreamsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ebs'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EBSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ec2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EC2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['ec2-instance-connect'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EC2InstanceConnectClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ecr'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ECRClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ecr-public'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ECRPublicClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ecs'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ECSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['efs'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EFSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['eks'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EKSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['eks-auth'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EKSAuthClient: ...

    @overload
    def get_client_type(self, client_type: Literal['elasticache'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ElastiCacheClient: ...

    @overload
    def get_client_type(self, client_type: Literal['elasticbeanstalk'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ElasticBeanstalkClient: ...

    @overload
    def get_client_type(self, client_type: Literal['elb'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ElasticLoadBalancingClient: ...

    @overload
    def get_client_type(self, client_type: Literal['elbv2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ElasticLoadBalancingv2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['elementalinference'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ElementalInferenceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['emr'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EMRClient: ...

    @overload
    def get_client_type(self, client_type: Literal['emr-containers'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EMRContainersClient: ...

    @overload
    def get_client_type(self, client_type: Literal['emr-serverless'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EMRServerlessClient: ...

    @overload
    def get_client_type(self, client_type: Literal['endusermessaging'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EndUserMessagingClient: ...

    @overload
    def get_client_type(self, client_type: Literal['entityresolution'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EntityResolutionClient: ...

    @overload
    def get_client_type(self, client_type: Literal['es'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ElasticsearchServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['eventbridgev2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EventBridgeV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['events'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EventBridgeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['evs'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EVSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['firehose'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> FirehoseClient: ...

    @overload
    def get_client_type(self, client_type: Literal['fis'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> FISClient: ...

    @overload
    def get_client_type(self, client_type: Literal['fms'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> FMSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['forecast'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ForecastServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['forecastquery'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ForecastQueryServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['frauddetector'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> FraudDetectorClient: ...

    @overload
    def get_client_type(self, client_type: Literal['freetier'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> FreeTierClient: ...

    @overload
    def get_client_type(self, client_type: Literal['fsx'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> FSxClient: ...

    @overload
    def get_client_type(self, client_type: Literal['gamelift'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> GameLiftClient: ...

    @overload
    def get_client_type(self, client_type: Literal['gameliftstreams'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> GameLiftStreamsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['geo-maps'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LocationServiceMapsV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['geo-places'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LocationServicePlacesV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['geo-routes'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LocationServiceRoutesV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['glacier'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> GlacierClient: ...

    @overload
    def get_client_type(self, client_type: Literal['globalaccelerator'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> GlobalAcceleratorClient: ...

    @overload
    def get_client_type(self, client_type: Literal['glue'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> GlueClient: ...

    @overload
    def get_client_type(self, client_type: Literal['grafana'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ManagedGrafanaClient: ...

    @overload
    def get_client_type(self, client_type: Literal['greengrass'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> GreengrassClient: ...

    @overload
    def get_client_type(self, client_type: Literal['greengrassv2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> GreengrassV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['groundstation'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> GroundStationClient: ...

    @overload
    def get_client_type(self, client_type: Literal['guardduty'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> GuardDutyClient: ...

    @overload
    def get_client_type(self, client_type: Literal['health'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> HealthClient: ...

    @overload
    def get_client_type(self, client_type: Literal['healthlake'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> HealthLakeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iam'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IAMClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iam-toolbox'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IAMToolboxPreviewClient: ...

    @overload
    def get_client_type(self, client_type: Literal['identitystore'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IdentityStoreClient: ...

    @overload
    def get_client_type(self, client_type: Literal['imagebuilder'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ImagebuilderClient: ...

    @overload
    def get_client_type(self, client_type: Literal['importexport'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ImportExportClient: ...

    @overload
    def get_client_type(self, client_type: Literal['inspector'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> InspectorClient: ...

    @overload
    def get_client_type(self, client_type: Literal['inspector-scan'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> InspectorscanClient: ...

    @overload
    def get_client_type(self, client_type: Literal['inspector2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Inspector2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['interconnect'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> InterconnectClient: ...

    @overload
    def get_client_type(self, client_type: Literal['internetmonitor'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudWatchInternetMonitorClient: ...

    @overload
    def get_client_type(self, client_type: Literal['invoicing'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> InvoicingClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iot'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IoTClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iot-data'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IoTDataPlaneClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iot-jobs-data'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IoTJobsDataPlaneClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iot-managed-integrations'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ManagedintegrationsforIoTDeviceManagementClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iotdeviceadvisor'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IoTDeviceAdvisorClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iotfleetwise'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IoTFleetWiseClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iotsecuretunneling'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IoTSecureTunnelingClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iotsitewise'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IoTSiteWiseClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iotthingsgraph'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IoTThingsGraphClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iottwinmaker'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IoTTwinMakerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['iotwireless'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IoTWirelessClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ivs'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IVSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ivs-realtime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IvsrealtimeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ivschat'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IvschatClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kafka'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KafkaClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kafkaconnect'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KafkaConnectClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kendra'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KendraClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kendra-ranking'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KendraRankingClient: ...

    @overload
    def get_client_type(self, client_type: Literal['keyspaces'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KeyspacesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['keyspacesstreams'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KeyspacesStreamsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kinesis'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KinesisClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kinesis-video-archived-media'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KinesisVideoArchivedMediaClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kinesis-video-media'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KinesisVideoMediaClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kinesis-video-signaling'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KinesisVideoSignalingChannelsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kinesis-video-webrtc-storage'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KinesisVideoWebRTCStorageClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kinesisanalytics'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KinesisAnalyticsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kinesisanalyticsv2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KinesisAnalyticsV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['kinesisvideo'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KinesisVideoClient: ...

    @overload
    def get_client_type(self, client_type: Literal['kms'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> KMSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['lakeformation'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LakeFormationClient: ...

    @overload
    def get_client_type(self, client_type: Literal['lambda'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LambdaClient: ...

    @overload
    def get_client_type(self, client_type: Literal['lambda-core'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LambdaCoreClient: ...

    @overload
    def get_client_type(self, client_type: Literal['lambda-microvms'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LambdaMicroVMsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['lambda-web'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LambdaWebClient: ...

    @overload
    def get_client_type(self, client_type: Literal['launch-wizard'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LaunchWizardClient: ...

    @overload
    def get_client_type(self, client_type: Literal['lex-models'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LexModelBuildingServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['lex-runtime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LexRuntimeServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['lexv2-models'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LexModelsV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['lexv2-runtime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LexRuntimeV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['license-manager'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LicenseManagerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['license-manager-linux-subscriptions'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LicenseManagerLinuxSubscriptionsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['license-manager-user-subscriptions'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LicenseManagerUserSubscriptionsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['lightsail'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LightsailClient: ...

    @overload
    def get_client_type(self, client_type: Literal['location'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LocationServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['logs'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudWatchLogsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['lookoutequipment'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> LookoutEquipmentClient: ...

    @overload
    def get_client_type(self, client_type: Literal['m2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MainframeModernizationClient: ...

    @overload
    def get_client_type(self, client_type: Literal['machinelearning'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MachineLearningClient: ...

    @overload
    def get_client_type(self, client_type: Literal['macie2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Macie2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['mailmanager'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MailManagerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['managedblockchain'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ManagedBlockchainClient: ...

    @overload
    def get_client_type(self, client_type: Literal['managedblockchain-query'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ManagedBlockchainQueryClient: ...

    @overload
    def get_client_type(self, client_type: Literal['marketplace-agreement'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AgreementServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['marketplace-catalog'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MarketplaceCatalogClient: ...

    @overload
    def get_client_type(self, client_type: Literal['marketplace-deployment'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MarketplaceDeploymentServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['marketplace-discovery'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MarketplaceDiscoveryClient: ...

    @overload
    def get_client_type(self, client_type: Literal['marketplace-entitlement'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MarketplaceEntitlementServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['marketplace-reporting'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MarketplaceReportingServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['marketplacecommerceanalytics'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MarketplaceCommerceAnalyticsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mediaconnect'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MediaConnectClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mediaconvert'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MediaConvertClient: ...

    @overload
    def get_client_type(self, client_type: Literal['medialive'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MediaLiveClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mediapackage'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MediaPackageClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mediapackage-vod'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MediaPackageVodClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mediapackagev2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Mediapackagev2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['mediastore'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MediaStoreClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mediastore-data'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MediaStoreDataClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mediatailor'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MediaTailorClient: ...

    @overload
    def get_client_type(self, client_type: Literal['medical-imaging'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> HealthImagingClient: ...

    @overload
    def get_client_type(self, client_type: Literal['memorydb'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MemoryDBClient: ...

    @overload
    def get_client_type(self, client_type: Literal['meteringmarketplace'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MarketplaceMeteringClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mgh'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MigrationHubClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mgn'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MgnClient: ...

    @overload
    def get_client_type(self, client_type: Literal['migration-hub-refactor-spaces'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MigrationHubRefactorSpacesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['migrationhub-config'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MigrationHubConfigClient: ...

    @overload
    def get_client_type(self, client_type: Literal['migrationhuborchestrator'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MigrationHubOrchestratorClient: ...

    @overload
    def get_client_type(self, client_type: Literal['migrationhubstrategy'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MigrationHubStrategyRecommendationsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mpa'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MultipartyApprovalClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mq'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MQClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mturk'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MTurkClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mwaa'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MWAAClient: ...

    @overload
    def get_client_type(self, client_type: Literal['mwaa-serverless'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> MWAAServerlessClient: ...

    @overload
    def get_client_type(self, client_type: Literal['neptune'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> NeptuneClient: ...

    @overload
    def get_client_type(self, client_type: Literal['neptune-graph'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> NeptuneGraphClient: ...

    @overload
    def get_client_type(self, client_type: Literal['neptunedata'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> NeptuneDataClient: ...

    @overload
    def get_client_type(self, client_type: Literal['network-firewall'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> NetworkFirewallClient: ...

    @overload
    def get_client_type(self, client_type: Literal['network-security-manager'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> NetworkSecurityManagerCustomerAPIClient: ...

    @overload
    def get_client_type(self, client_type: Literal['networkflowmonitor'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> NetworkFlowMonitorClient: ...

    @overload
    def get_client_type(self, client_type: Literal['networkmanager'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> NetworkManagerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['networkmonitor'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudWatchNetworkMonitorClient: ...

    @overload
    def get_client_type(self, client_type: Literal['notifications'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> UserNotificationsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['notificationscontacts'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> UserNotificationsContactsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['nova-act'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> NovaActServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['oam'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudWatchObservabilityAccessManagerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['observabilityadmin'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudWatchObservabilityAdminServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['odb'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> OdbClient: ...

    @overload
    def get_client_type(self, client_type: Literal['omics'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> OmicsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['opensearch'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> OpenSearchServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['opensearchserverless'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> OpenSearchServiceServerlessClient: ...

    @overload
    def get_client_type(self, client_type: Literal['organizations'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> OrganizationsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['osis'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> OpenSearchIngestionClient: ...

    @overload
    def get_client_type(self, client_type: Literal['outposts'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> OutpostsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['partnercentral-account'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PartnerCentralAccountAPIClient: ...

    @overload
    def get_client_type(self, client_type: Literal['partnercentral-benefits'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PartnerCentralBenefitsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['partnercentral-channel'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PartnerCentralChannelAPIClient: ...

    @overload
    def get_client_type(self, client_type: Literal['partnercentral-revenue-measurement'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PartnerCentralRevenueMeasurementAPIClient: ...

    @overload
    def get_client_type(self, client_type: Literal['partnercentral-selling'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PartnerCentralSellingAPIClient: ...

    @overload
    def get_client_type(self, client_type: Literal['payment-cryptography'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PaymentCryptographyControlPlaneClient: ...

    @overload
    def get_client_type(self, client_type: Literal['payment-cryptography-data'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PaymentCryptographyDataPlaneClient: ...

    @overload
    def get_client_type(self, client_type: Literal['pca-connector-ad'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PcaConnectorAdClient: ...

    @overload
    def get_client_type(self, client_type: Literal['pca-connector-scep'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PrivateCAConnectorforSCEPClient: ...

    @overload
    def get_client_type(self, client_type: Literal['pcs'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ParallelComputingServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['personalize'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PersonalizeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['personalize-events'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PersonalizeEventsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['personalize-runtime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PersonalizeRuntimeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['pi'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PIClient: ...

    @overload
    def get_client_type(self, client_type: Literal['pinpoint'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PinpointClient: ...

    @overload
    def get_client_type(self, client_type: Literal['pinpoint-email'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PinpointEmailClient: ...

    @overload
    def get_client_type(self, client_type: Literal['pinpoint-sms-voice'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PinpointSMSVoiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['pinpoint-sms-voice-v2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PinpointSMSVoiceV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['pipes'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EventBridgePipesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['polly'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PollyClient: ...

    @overload
    def get_client_type(self, client_type: Literal['pricing'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PricingClient: ...

    @overload
    def get_client_type(self, client_type: Literal['pricing-plan-manager'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> PricingPlanManagerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['proton'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ProtonClient: ...

    @overload
    def get_client_type(self, client_type: Literal['qapps'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> QAppsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['qbusiness'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> QBusinessClient: ...

    @overload
    def get_client_type(self, client_type: Literal['qconnect'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> QConnectClient: ...

    @overload
    def get_client_type(self, client_type: Literal['quicksight'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> QuickSightClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ram'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> RAMClient: ...

    @overload
    def get_client_type(self, client_type: Literal['rbin'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> RecycleBinClient: ...

    @overload
    def get_client_type(self, client_type: Literal['rds'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> RDSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['rds-data'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> RDSDataServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['redshift'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> RedshiftClient: ...

    @overload
    def get_client_type(self, client_type: Literal['redshift-data'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> RedshiftDataAPIServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['redshift-serverless'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> RedshiftServerlessClient: ...

    @overload
    def get_client_type(self, client_type: Literal['rekognition'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> RekognitionClient: ...

    @overload
    def get_client_type(self, client_type: Literal['repostspace'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> RePostPrivateClient: ...

    @overload
    def get_client_type(self, client_type: Literal['resiliencehub'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ResilienceHubClient: ...

    @overload
    def get_client_type(self, client_type: Literal['resiliencehubv2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ResilienceHubV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['resource-explorer-2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ResourceExplorerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['resource-groups'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ResourceGroupsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['resourcegroupstaggingapi'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ResourceGroupsTaggingAPIClient: ...

    @overload
    def get_client_type(self, client_type: Literal['rolesanywhere'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> IAMRolesAnywhereClient: ...

    @overload
    def get_client_type(self, client_type: Literal['route53'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Route53Client: ...

    @overload
    def get_client_type(self, client_type: Literal['route53-recovery-cluster'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Route53RecoveryClusterClient: ...

    @overload
    def get_client_type(self, client_type: Literal['route53-recovery-control-config'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Route53RecoveryControlConfigClient: ...

    @overload
    def get_client_type(self, client_type: Literal['route53-recovery-readiness'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Route53RecoveryReadinessClient: ...

    @overload
    def get_client_type(self, client_type: Literal['route53domains'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Route53DomainsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['route53globalresolver'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Route53GlobalResolverClient: ...

    @overload
    def get_client_type(self, client_type: Literal['route53profiles'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Route53ProfilesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['route53resolver'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> Route53ResolverClient: ...

    @overload
    def get_client_type(self, client_type: Literal['rtbfabric'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> RTBFabricClient: ...

    @overload
    def get_client_type(self, client_type: Literal['rum'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> CloudWatchRUMClient: ...

    @overload
    def get_client_type(self, client_type: Literal['s3'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> S3Client: ...

    @overload
    def get_client_type(self, client_type: Literal['s3control'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> S3ControlClient: ...

    @overload
    def get_client_type(self, client_type: Literal['s3files'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> S3FilesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['s3outposts'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> S3OutpostsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['s3tables'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> S3TablesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['s3vectors'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> S3VectorsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sagemaker'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SageMakerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sagemaker-a2i-runtime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AugmentedAIRuntimeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sagemaker-edge'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SagemakerEdgeManagerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sagemaker-featurestore-runtime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SageMakerFeatureStoreRuntimeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sagemaker-geospatial'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SageMakergeospatialcapabilitiesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sagemaker-metrics'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SageMakerMetricsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sagemaker-runtime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SageMakerRuntimeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sagemakerjobruntime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SagemakerJobRuntimeServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sagemakertrainingsessionruntime'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SageMakerTrainingSessionRuntimeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['savingsplans'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SavingsPlansClient: ...

    @overload
    def get_client_type(self, client_type: Literal['scheduler'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EventBridgeSchedulerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['schemas'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SchemasClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sdb'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SimpleDBClient: ...

    @overload
    def get_client_type(self, client_type: Literal['secretsmanager'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SecretsManagerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['security-ir'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SecurityIncidentResponseClient: ...

    @overload
    def get_client_type(self, client_type: Literal['securityagent'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SecurityAgentClient: ...

    @overload
    def get_client_type(self, client_type: Literal['securityhub'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SecurityHubClient: ...

    @overload
    def get_client_type(self, client_type: Literal['securitylake'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SecurityLakeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['serverlessrepo'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ServerlessApplicationRepositoryClient: ...

    @overload
    def get_client_type(self, client_type: Literal['service-quotas'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ServiceQuotasClient: ...

    @overload
    def get_client_type(self, client_type: Literal['servicecatalog'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ServiceCatalogClient: ...

    @overload
    def get_client_type(self, client_type: Literal['servicecatalog-appregistry'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> AppRegistryClient: ...

    @overload
    def get_client_type(self, client_type: Literal['servicediscovery'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ServiceDiscoveryClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ses'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SESClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sesv2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SESV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['shield'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ShieldClient: ...

    @overload
    def get_client_type(self, client_type: Literal['signer'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SignerClient: ...

    @overload
    def get_client_type(self, client_type: Literal['signer-data'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SignerDataPlaneClient: ...

    @overload
    def get_client_type(self, client_type: Literal['signin'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SignInServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['simpledbv2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SimpleDBv2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['snow-device-management'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SnowDeviceManagementClient: ...

    @overload
    def get_client_type(self, client_type: Literal['snowball'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SnowballClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sns'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SNSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['socialmessaging'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> EndUserMessagingSocialClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sqs'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SQSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ssm'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SSMClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ssm-contacts'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SSMContactsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ssm-guiconnect'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SSMGUIConnectClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ssm-incidents'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SSMIncidentsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ssm-quicksetup'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SystemsManagerQuickSetupClient: ...

    @overload
    def get_client_type(self, client_type: Literal['ssm-sap'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SsmSapClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sso'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SSOClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sso-admin'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SSOAdminClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sso-oidc'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SSOOIDCClient: ...

    @overload
    def get_client_type(self, client_type: Literal['stepfunctions'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SFNClient: ...

    @overload
    def get_client_type(self, client_type: Literal['storagegateway'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> StorageGatewayClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sts'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> STSClient: ...

    @overload
    def get_client_type(self, client_type: Literal['supplychain'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SupplyChainClient: ...

    @overload
    def get_client_type(self, client_type: Literal['support'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SupportClient: ...

    @overload
    def get_client_type(self, client_type: Literal['support-app'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SupportAppClient: ...

    @overload
    def get_client_type(self, client_type: Literal['supportauthz'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SupportAuthZClient: ...

    @overload
    def get_client_type(self, client_type: Literal['sustainability'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SustainabilityClient: ...

    @overload
    def get_client_type(self, client_type: Literal['swf'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SWFClient: ...

    @overload
    def get_client_type(self, client_type: Literal['synthetics'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> SyntheticsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['taxsettings'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> TaxSettingsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['textract'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> TextractClient: ...

    @overload
    def get_client_type(self, client_type: Literal['timestream-influxdb'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> TimestreamInfluxDBClient: ...

    @overload
    def get_client_type(self, client_type: Literal['timestream-query'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> TimestreamQueryClient: ...

    @overload
    def get_client_type(self, client_type: Literal['timestream-write'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> TimestreamWriteClient: ...

    @overload
    def get_client_type(self, client_type: Literal['transcribe'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> TranscribeServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['transfer'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> TransferClient: ...

    @overload
    def get_client_type(self, client_type: Literal['translate'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> TranslateClient: ...

    @overload
    def get_client_type(self, client_type: Literal['trustedadvisor'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> TrustedAdvisorPublicAPIClient: ...

    @overload
    def get_client_type(self, client_type: Literal['uxc'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> UserExperienceCustomizationClient: ...

    @overload
    def get_client_type(self, client_type: Literal['verifiedpermissions'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> VerifiedPermissionsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['voice-id'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> VoiceIDClient: ...

    @overload
    def get_client_type(self, client_type: Literal['vpc-lattice'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> VPCLatticeClient: ...

    @overload
    def get_client_type(self, client_type: Literal['waf'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WAFClient: ...

    @overload
    def get_client_type(self, client_type: Literal['waf-regional'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WAFRegionalClient: ...

    @overload
    def get_client_type(self, client_type: Literal['wafv2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WAFV2Client: ...

    @overload
    def get_client_type(self, client_type: Literal['wellarchitected'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WellArchitectedClient: ...

    @overload
    def get_client_type(self, client_type: Literal['wickr'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WickrAdminAPIClient: ...

    @overload
    def get_client_type(self, client_type: Literal['wisdom'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> ConnectWisdomServiceClient: ...

    @overload
    def get_client_type(self, client_type: Literal['workdocs'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WorkDocsClient: ...

    @overload
    def get_client_type(self, client_type: Literal['workmail'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WorkMailClient: ...

    @overload
    def get_client_type(self, client_type: Literal['workmailmessageflow'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WorkMailMessageFlowClient: ...

    @overload
    def get_client_type(self, client_type: Literal['workspaces'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WorkSpacesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['workspaces-instances'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WorkspacesInstancesClient: ...

    @overload
    def get_client_type(self, client_type: Literal['workspaces-thin-client'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WorkSpacesThinClientClient: ...

    @overload
    def get_client_type(self, client_type: Literal['workspaces-web'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> WorkSpacesWebClient: ...

    @overload
    def get_client_type(self, client_type: Literal['xray'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: Literal[False]=...) -> XRayClient: ...

    @overload
    def get_client_type(self, client_type: str | None=..., region_name: str | None=..., config: Config | Mapping[str, Any] | None=..., deferrable: bool=...) -> Any: ...

    def async_client(self, client_type: str | None=..., region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> ClientContext: ...

    async def get_async_conn(self, client_type: str | None=..., region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> ClientContext: ...

    @overload
    def get_resource_type(self, resource_type: None=..., region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> C: ...

    @overload
    def get_resource_type(self, resource_type: Literal['cloudformation'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> CloudFormationServiceResource: ...

    @overload
    def get_resource_type(self, resource_type: Literal['cloudwatch'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> CloudWatchServiceResource: ...

    @overload
    def get_resource_type(self, resource_type: Literal['dynamodb'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> DynamoDBServiceResource: ...

    @overload
    def get_resource_type(self, resource_type: Literal['ec2'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> EC2ServiceResource: ...

    @overload
    def get_resource_type(self, resource_type: Literal['glacier'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> GlacierServiceResource: ...

    @overload
    def get_resource_type(self, resource_type: Literal['iam'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> IAMServiceResource: ...

    @overload
    def get_resource_type(self, resource_type: Literal['s3'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> S3ServiceResource: ...

    @overload
    def get_resource_type(self, resource_type: Literal['sns'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> SNSServiceResource: ...

    @overload
    def get_resource_type(self, resource_type: Literal['sqs'], region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> SQSServiceResource: ...

    @overload
    def get_resource_type(self, resource_type: str | None=..., region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> Any: ...

    @cached_property
    def conn(self) -> C: ...

    def get_conn(self) -> C: ...

    def get_credentials(self, region_name: str | None=...) -> ReadOnlyCredentials: ...

    @property
    def conn_client_meta(self) -> ClientMeta: ...

    @property
    def conn_region_name(self) -> str: ...

    @property
    def conn_partition(self) -> str: ...

    @cached_property
    def account_id(self) -> str: ...

    def expand_role(self, role: str, region_name: str | None=...) -> str: ...

    @open_property
    def waiter_path(self) -> str | os.PathLike[str] | None: ...

    def get_waiter(self, waiter_name: str, parameters: Mapping[str, Any] | None=..., config_overrides: Mapping[str, Any] | None=..., deferrable: bool=..., client: Any=...) -> Any: ...

    def list_waiters(self) -> list[str]: ...

    def serialize(self) -> dict[str, Any]: ...

    @classmethod
    def deserialize(cls: type[H], data: Mapping[str, Any], version: int=...) -> H: ...

    @classmethod
    def get_connection_form_widgets(cls) -> dict[str, Any]: ...

    @classmethod
    def get_ui_field_behaviour(cls) -> dict[str, Any]: ...

    def test_connection(self) -> tuple[bool, str]: ...

    def examine(self, timeout_seconds: float=...) -> Examination: ...

    def _awsconn_prepare_examination(self) -> Subject: ...

    @cached_property
    def _awsconn_fetched(self) -> Fetched: ...

    @cached_property
    def _awsconn_wrapper(self) -> AwsConnectionWrapper: ...

    @property
    def _awsconn_connection(self) -> AwsConnection: ...

    @property
    def _awsconn_arguments(self) -> HookArguments: ...

    @cached_property
    def _awsconn_own_factory(self) -> SessionFactory: ...

    @cached_property
    def _awsconn_factory(self) -> SessionFactory: ...

    def _awsconn_build_factory(self, create_session: Callable[..., Any] | None) -> SessionFactory: ...

    def _awsconn_ask_for_session(self, region_name: str | None, deferrable: bool=...) -> Any: ...

    def _awsconn_settle_config(self, config: Config | Mapping[str, Any] | None) -> Config | Mapping[str, Any] | None: ...

    def _awsconn_make_async_client(self, factory: AsyncSessionFactory, service_name: str, region_name: str | None, config: Config | Mapping[str, Any] | None) -> Any: ...

    @cached_property
    def _awsconn_async_factory(self) -> AsyncSessionFactory: ...

    async def _awsconn_load(self) -> AsyncSessionFactory: ...

    def _awsconn_read(self, source: ConnectionSource) -> None: ...

    def _awsconn_give_client(self, service_name: str, region_name: str | None=..., config: Config | Mapping[str, Any] | None=...) -> Any: ...

    def _awsconn_choose_session_maker(self) -> Callable[..., Any] | None: ...

    def _awsconn_check_one_type(self) -> None: ...

    def _awsconn_pick_type(self, argument: str, given: str | None) -> str: ...
AwsBaseHook = AwsHook
AwsGenericHook = AwsHook
